import { writeOperation } from "../operation";

/** Makes the account's Region ready for DRS; a second call changes nothing. Answers 204. */
export const initializeService = writeOperation("InitializeService", (_request, { state }) => {
  state.initialized = true;
  return undefined;
});
