/** The figures of *Menurut hub*: what they are called, and how they read. */
import type { i18n } from 'i18next';
import { GRANT_STAGES } from '#core/model/grants.ts';
import { SERVICE_FIELDS } from '#core/model/reference.ts';
import type { NationalAnswer } from '#core/wire/protocol.ts';
import { decimals } from '../../ui/instrumentText.ts';
import { optionLabel } from '../../ui/options.ts';

/** A unit, a province, or all together. */
export type Place = NationalAnswer['units'][number] | NationalAnswer['provinces'][number] | NationalAnswer['nation'];
/** More than one unit. */
export type Together = NationalAnswer['provinces'][number] | NationalAnswer['nation'];

export interface Measure {
  name: string;
  label: string;
  /** Null is hidden; undefined is nothing to compute it from. */
  valueOf: (place: Together) => number | null | undefined;
  isPercent?: boolean;
}

/** What the map can show, in groups. */
export function measuresOf({ t, language }: i18n): { group: string; measures: Measure[] }[] {
  const column = (name: string, label: string): Measure => ({ name, label, valueOf: (place) => columnOf(place, name) });
  return [
    {
      group: t('national.groups.units'),
      measures: [
        { name: 'units', label: t('national.measures.units'), valueOf: ({ units }) => units },
        { name: 'running', label: t('national.measures.running'), valueOf: ({ villages }) => villages.running ?? 0 },
      ],
    },
    {
      group: t('national.groups.work'),
      measures: [
        column('businesses', t('national.measures.businesses')),
        column('cooperatives', t('national.measures.cooperatives')),
        column('levelUps', t('national.measures.levelUps')),
        { name: 'growth', label: t('national.measures.growth'), valueOf: growthOfPlace, isPercent: true },
      ],
    },
    {
      group: t('national.groups.sessions'),
      measures: SERVICE_FIELDS.map((field) =>
        column(`field.${field.code}`, t('national.measures.sessions', { field: optionLabel(field, language) })),
      ),
    },
    {
      group: t('national.groups.grant'),
      measures: GRANT_STAGES.map((stage) =>
        column(`stage.${stage}`, t('national.measures.stage', { stage: t(`choices.candidates.stage.${stage}`) })),
      ),
    },
  ];
}

/** Null is hidden; undefined is not told, by an older hub. */
export const columnOf = ({ columns }: Place, name: string): number | null | undefined => columns[name];

/** Growth is hidden with the number of clients that it is of. */
export const growthOfPlace = (place: Place): number | null | undefined =>
  columnOf(place, 'salesPairs') === null ? null : (place.growth ?? undefined);

export function figureTextOf(texts: i18n, value: number | null | undefined, isPercent = false): string {
  if (value === null) return texts.t('national.hiddenSign');
  if (value === undefined) return '–';
  if (!isPercent) return value.toLocaleString('id-ID');
  return `${value > 0 ? '+' : ''}${decimals(value, 1, texts.language, 0)} %`;
}

/** The sum of what is shown; at least so much where some of it is hidden. */
export function sumText(texts: i18n, values: readonly (number | null | undefined)[]): string {
  const sum = values.reduce<number>((all, value) => all + (value ?? 0), 0);
  const count = figureTextOf(texts, sum);
  // At least nothing says nothing.
  if (sum === 0 && values.includes(null)) return figureTextOf(texts, null);
  return values.includes(null) ? texts.t('national.atLeast', { count: count as never }) : count;
}
