import { DatabaseSync } from 'node:sqlite';

/** Both wait for the disk with each commit unless told otherwise (synchronous=FULL). */
export default class Database extends DatabaseSync {
  #name = 0;

  /** A savepoint is a transaction when there is none yet, and one inside it otherwise. */
  transaction(work) {
    return (...args) => {
      const name = `t${this.#name++}`;
      this.exec(`savepoint ${name}`);
      try {
        return work(...args);
      } catch (error) {
        this.exec(`rollback to ${name}`);
        throw error;
      } finally {
        this.exec(`release ${name}`);
      }
    };
  }
}
