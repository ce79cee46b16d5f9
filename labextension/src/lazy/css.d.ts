/** A style sheet as a text, which esbuild puts into the module. */
declare module '*.css' {
  const text: string;
  export default text;
}
