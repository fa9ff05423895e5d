/**
 * Layouts of files as data (architecture, rule 5), beside the full one that has every field. A Dinas that knows what its system
 * takes in adapts a copy of a file in `layouts/`: a column is a title and where it comes from. The format of SIDT itself is not
 * known (domain 1.8): these follow the seven aspects of PL-KUMKM and the fields of domain 9.2, and say so in their name.
 */
import type { ClientCollection } from '../model/collections.ts';
import cooperatives from './layouts/sidt-koperasi.json' with { type: 'json' };
import businesses from './layouts/sidt-umkm.json' with { type: 'json' };

export interface Layout {
  id: string;
  name: { id: string; en: string };
  collection: ClientCollection;
  columns: readonly LayoutColumn[];
}

export interface LayoutColumn {
  /** The heads above several columns. */
  group: string;
  title: string;
  /** A field of the client, `region.` with a part of its place, or `state.` with a field of its latest yearly state. */
  from: string;
}

export const LAYOUTS = [businesses, cooperatives] as readonly Layout[];

/** Undefined: the full layout. */
export const layoutOf = (id: string): Layout | undefined => LAYOUTS.find((layout) => layout.id === id);
export const FULL_LAYOUT = 'full';
