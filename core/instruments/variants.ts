/** A file may hold an instrument in several variants that share most of their parts. */
import { z } from 'zod';
import { figuresOf } from './consistency.ts';
import { groupShape, type Instrument, instrumentSchema, instrumentShape, ratioShape } from './schema.ts';

/** The variants that a part is in; all of them by default. */
const inVariants = { variants: z.array(z.string()).min(1).optional() };

const sharedShape = instrumentShape.omit({ name: true, note: true, clients: true }).extend({
  groups: z.array(groupShape.extend(inVariants)),
  ratios: z.array(ratioShape.extend(inVariants)),
});
/** What differs: `id` is added to the file's id. */
const variantShape = instrumentShape.pick({ id: true, name: true, note: true, clients: true });
const fileSchema = sharedShape.extend({ variants: z.array(variantShape).min(1) });

/** The instruments of a file: one for each of its variants, or the file as it is. */
export function instrumentsOf(file: object): Instrument[] {
  if (!('variants' in file)) return [instrumentSchema.parse(file)];
  const { variants, ...shared } = fileSchema.parse(file);
  return variants.map((variant) => instrumentSchema.parse(variantOf(shared, variant)));
}

function variantOf(shared: z.infer<typeof sharedShape>, variant: z.infer<typeof variantShape>): unknown {
  const groups = partsOf(shared.groups, variant.id);
  const ratios = partsOf(shared.ratios, variant.id);
  const used = new Set(ratios.flatMap(figuresOf));
  return {
    ...shared,
    ...variant,
    id: `${shared.id}-${variant.id}`,
    indicators: shared.indicators.filter(({ group }) => !group || groups.some(({ id }) => id === group)),
    groups,
    ratios,
    figures: shared.figures.filter(({ id }) => used.has(id)),
  };
}

const partsOf = <P extends { variants?: string[] | undefined }>(all: P[], variant: string): Omit<P, 'variants'>[] =>
  all.filter(({ variants }) => variants?.includes(variant) ?? true).map(({ variants: _variants, ...part }) => part);
