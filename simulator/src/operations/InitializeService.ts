import { writeOperation } from "../operation";

/** Initializes DRS in the account and Region. A second call changes nothing. Answers 204. */
export const initializeService = writeOperation("InitializeService", (_request, { state }) => {
  state.initialized = true;
  return undefined;
});
