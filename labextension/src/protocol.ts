/**
 * The shapes that the Python side sends to the browser. They mirror `jupyter_gradio_mcp/protocol.py`
 * and hold no behaviour.
 */

/** One endpoint as a card shows it. */
export interface EndpointCard {
  /** The name to call it by. */
  name: string;
  /** The signature as its author wrote it, such as `(word: str) -> int`. */
  signature: string;
  /** Address of the MCP server that offers it; empty where none does. */
  mcpUrl: string;
  /** Address to POST a call to; empty where there is none. */
  restUrl: string;
}
