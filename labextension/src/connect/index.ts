/** Connecting agents: the MCP tab, the dialog, access keys, pausing, and the record of calls. */

export { CallsView } from './calls';
export { ConnectDialog } from './dialog';
export { KeysView } from './keys';
export { McpView } from './mcp';
export { KeyDialog } from './new-key';
export { PauseSwitch } from './pause';
