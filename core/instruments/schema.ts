/**
 * What an assessment instrument is made of (architecture, rule 5). Everything that distinguishes one instrument from another
 * stands in its JSON file; the engine (scoring.ts) knows only these parts.
 */
import { z } from 'zod';
import { inconsistencies } from './consistency.ts';

const localized = z.strictObject({ id: z.string().min(1), en: z.string().min(1) });
/** Ids are parts of field names (`answer.K1`), see core/model/collections. */
const shortId = z.string().regex(/^\w{1,12}$/);
const figureId = z.string().regex(/^\w{1,32}$/);
const code = z.string().regex(/^[\w.-]{1,40}$/);
const serviceField = z.int().min(1).max(7);
const percent = z.number().min(0).max(100);

/** What each value of an answer means, one anchor per whole value from scaleMin to scaleMax. */
const anchors = z.array(z.strictObject({ value: z.int(), text: localized }));

/**
 * Ascending bands without holes: each reaches from the end of the one before it, up to and with `upTo`, or to just `below`;
 * the last one has no end.
 */
const bands = z
  .array(
    z.strictObject({
      upTo: z.number().optional(),
      below: z.number().optional(),
      /** 0–100 */
      score: percent,
      name: localized.optional(),
    }),
  )
  .min(1);

/** A linear combination of figures: Σ times × figure. */
const combination = z.array(z.strictObject({ figure: figureId, times: z.number().default(1) })).min(1);

/** What every part of a dimension has. */
const part = {
  id: shortId,
  dimension: shortId,
  name: localized,
  /** Share in the dimension, relative to its other parts; also the points that the part gives at most. */
  weight: z.number().positive().default(1),
  /** Service field of this part where it differs from its dimension's. */
  field: serviceField.optional(),
  /** One of the instrument's headings, above this part and those that follow with the same. */
  heading: shortId.optional(),
};

/** Questions that score together: by the share of the scale that they reach, or by the band in which this share is. */
export const groupShape = z.strictObject({ ...part, bands: bands.optional() });

export const ratioShape = z.strictObject({
  ...part,
  unit: z.enum(['percent', 'times', 'days']),
  numerator: combination,
  denominator: combination,
  bands,
  /** False: shown with the name of its band, but not in any score. */
  counted: z.boolean().default(true),
  note: localized.optional(),
  /** The worst band when one of these is negative, whatever the ratio says. */
  worstWhenNegative: z.array(figureId).default([]),
  /** The score when all of these are 0, before anything is divided. */
  exception: z.strictObject({ whenZero: z.array(figureId).min(1), score: percent, text: localized }).optional(),
  /** With a denominator that is not positive, and this positive, the user chooses the band and says why. */
  decideWhenPositive: combination.optional(),
});

export const instrumentShape = z.strictObject({
  id: code,
  version: code,
  /** `draft`: own proposal without official standing; `official`: adopted by the Dinas or the Ministry. */
  status: z.enum(['draft', 'official']),
  name: localized,
  /** What a user has to know about its standing. */
  note: localized.optional(),
  /** Where the form has an official examiner: what the result is when a consultant fills it in. Printed with it. */
  standing: localized.optional(),
  /** Whom it assesses, and for which kinds of cooperative it is offered first. */
  clients: z.strictObject({
    collection: z.enum(['businesses', 'cooperatives']),
    firstFor: z.array(code).default([]),
  }),
  /** Lowest and highest value of an answer, whole numbers. */
  scaleMin: z.int().min(0),
  scaleMax: z.int().max(100),
  /** May an indicator be answered with *tidak berlaku*? */
  notApplicable: z.boolean().default(true),
  /** For all indicators without anchors of their own. */
  anchors: anchors.optional(),
  headings: z.array(z.strictObject({ id: shortId, name: localized })).default([]),
  dimensions: z
    .array(
      z.strictObject({
        id: shortId,
        /** Share in the total, relative to the other valid dimensions. */
        weight: z.number().positive(),
        name: localized,
        /** Service field (1–7) that a weakness of this dimension belongs to. */
        field: serviceField,
        /** Where the dimension comes from, for developers. */
        source: z.string().optional(),
      }),
    )
    .min(1),
  /** Questions. One without a group is a part of its dimension by itself. */
  indicators: z.array(z.strictObject({ ...part, group: shortId.optional(), anchors: anchors.optional() })).min(1),
  /** Questions that score together. */
  groups: z.array(groupShape).default([]),
  /** What is copied from the books of the client. */
  figures: z
    .array(
      z.strictObject({
        id: figureId,
        name: localized,
        hint: localized.optional(),
        unit: z.enum(['rupiah', 'count']),
        heading: shortId,
        mayBeNegative: z.boolean().default(false),
      }),
    )
    .default([]),
  /** Parts that are computed from figures. */
  ratios: z.array(ratioShape).default([]),
  rules: z.strictObject({
    /** A dimension is valid from this share of its applicable parts scored, 0–1. */
    minAnsweredShare: z.number().min(0).max(1),
    /** There is a total from this number of valid dimensions. */
    minValidDimensions: z.int().min(1),
    /** Ascending; a level reaches from `from` (inclusive, 0–100) to the next one. */
    levels: z.array(z.strictObject({ id: code, from: percent, name: localized })).min(1),
    /** `level` and all above it need these indicators; otherwise the result is capped at `cappedAt`. */
    gates: z.array(
      z.strictObject({
        level: code,
        requires: z.array(z.strictObject({ indicator: shortId, min: z.int() })).min(1),
        cappedAt: code,
      }),
    ),
    /** How many dimensions become proposed work. */
    priorities: z.int().min(0),
  }),
});

export const instrumentSchema = instrumentShape
  .transform((instrument) => ({
    ...instrument,
    indicators: instrument.indicators.map((indicator) => ({
      ...indicator,
      anchors: indicator.anchors ?? instrument.anchors ?? [],
    })),
  }))
  .superRefine((instrument, context) => {
    for (const message of inconsistencies(instrument)) context.addIssue({ code: 'custom', message });
  });

export type Instrument = z.infer<typeof instrumentSchema>;
export type Indicator = Instrument['indicators'][number];
export type QuestionGroup = Instrument['groups'][number];
export type Figure = Instrument['figures'][number];
export type Ratio = Instrument['ratios'][number];
export type Band = Ratio['bands'][number];
export type Gate = Instrument['rules']['gates'][number];
export type LocalizedText = z.infer<typeof localized>;
