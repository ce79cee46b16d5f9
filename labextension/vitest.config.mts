import { defineConfig } from 'vitest/config';

export default defineConfig({
  // tsconfig.json says the same, but not of tests.
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: { environment: 'happy-dom', include: ['src/**/*.test.{ts,tsx}'] }
});
