/** Queries that run again when something changes of what they read. */
import { liveQuery as begin, Dexie, type IntervalTree, type ObservabilitySet } from 'dexie';
import { useObservable } from 'dexie-react-hooks';

/**
 * Dexie keeps, for each query that stands, every key that was changed anywhere since it ran last, in a tree (4.4.7, `accumMuts`). With a
 * screen's queries and an import of 20,000 rows that was a gigabyte, and most of the processor time of the window. After so many
 * keys a query runs again, which forgets them.
 */
const MOST_KEYS = 5000;

interface Standing {
  keys: number;
  /** One that is still reading would never come to its end. */
  isAnswered: boolean;
  run: () => void;
}
const standing = new Set<Standing>();

/** Reads now, and again after each change of what was read, in whatever window or worker. A query that failed is over. */
export const liveQuery = <T>(read: () => T | Promise<T>) => ({
  hasValue: () => false,
  subscribe(next: (result: T) => void, error: (error: unknown) => void): { unsubscribe: () => void } {
    let end = (): void => undefined;
    const one: Standing = {
      keys: 0,
      isAnswered: false,
      run() {
        end();
        one.keys = 0;
        one.isAnswered = false;
        const subscription = begin(read).subscribe((result) => {
          one.keys = 0;
          one.isAnswered = true;
          next(result);
        }, error);
        end = () => subscription.unsubscribe();
      },
    };
    one.run();
    standing.add(one);
    return {
      unsubscribe() {
        standing.delete(one);
        end();
      },
    };
  },
});

/** What a live query reads; `undefined` until it is there. Begun anew when one of `deps` changes. */
export const useLiveQuery = <T>(read: () => T | Promise<T>, deps: unknown[] = []): T | undefined =>
  useObservable(() => liveQuery(read), deps);

Dexie.on.storagemutated.subscribe((parts: ObservabilitySet) => {
  const keys = Object.values(parts).reduce((sum, tree) => sum + keysIn(tree), 0);
  for (const one of standing) {
    one.keys += keys;
    if (one.isAnswered && one.keys > MOST_KEYS) one.run();
  }
});

const keysIn = (tree: IntervalTree | null | undefined): number =>
  tree && 'from' in tree ? 1 + keysIn(tree.l) + keysIn(tree.r) : 0;
