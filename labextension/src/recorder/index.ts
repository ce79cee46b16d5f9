/** What other parts use of the recorder. */

export { RecordingPill, type RecordingPillProps } from './pill';
export { recorder } from './recorder';
