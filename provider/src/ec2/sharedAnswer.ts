import { DrsRequestError } from "../errors";

/**
 * One answer that many operations share, kept for good once it is there. Who asks while it is read waits for it. What AWS
 * refuses is refused to all who wait; a read that ended for another reason, as the time of the operation that asked, is
 * tried by each of the others in its own time.
 */
export class SharedAnswer<T> {
  #reading: Promise<T> | undefined;

  /** @throws what the read fails with */
  async get(read: () => Promise<T>): Promise<T> {
    for (;;) {
      if (this.#reading === undefined) {
        return this.#begin(read);
      }
      try {
        return await this.#reading;
      } catch (error) {
        if (error instanceof DrsRequestError && error.refused) {
          throw error;
        }
      }
    }
  }

  #begin(read: () => Promise<T>): Promise<T> {
    const reading = read();
    this.#reading = reading;
    reading.catch(() => {
      this.#reading = undefined;
    });
    return reading;
  }
}
