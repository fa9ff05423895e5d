/** A form as data: what it asks, in which order, and what belongs to the record (architecture, rule 5). */
import type { CollectionName } from '#core/model/collections.ts';

export interface FormField {
  field: string;
  /** Without it the record is not finished. */
  required?: boolean;
  /** Takes the whole width. */
  wide?: boolean;
}

export const plain = (field: string): FormField => ({ field });
export const wide = (field: string): FormField => ({ field, wide: true });
export const required = (field: string): FormField => ({ field, required: true });
export const requiredWide = (field: string): FormField => ({ field, required: true, wide: true });

/** Rows of another collection that belong to the record, edited in a table. */
export interface FormRows {
  collection: CollectionName;
  fields: readonly string[];
  /** Fields under which the table shows the sum of all rows. */
  sums?: readonly string[];
  /** What a new row begins with. */
  initial?: Record<string, string | boolean>;
}

export interface FormSection {
  /** Key under `forms.<collection>.sections`. */
  name: string;
  fields?: readonly FormField[];
  rows?: FormRows;
}

export interface FormDefinition {
  collection: CollectionName;
  /** The field that a record is called by; without it the collection's name. */
  title?: string;
  sections: readonly FormSection[];
}

/** Fields that must have a value before the record counts as finished. */
export const requiredFields = ({ sections }: FormDefinition): string[] =>
  sections.flatMap(({ fields = [] }) => fields.filter(({ required }) => required).map(({ field }) => field));
