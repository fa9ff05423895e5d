/** Imported before anything that keeps a `fetch` of its own. */
import { zipRequests } from './contestant.ts';

zipRequests();
