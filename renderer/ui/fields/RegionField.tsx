import { Select } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Region } from '#core/model/collections.ts';
import type { Json } from '#core/register/register.ts';
import { type Area, type Areas, loadAreas, loadVillages } from '../regions.ts';
import { OtherValues } from './OtherValues.tsx';
import { type Codec, useField } from './useField.ts';

const codec: Codec<Region | null> = {
  parse: (text) => JSON.parse(text) as Region | null,
  format: (value) => JSON.stringify(value),
};

/**
 * Province, regency, district, village: four lists that narrow each other. Stores the deepest code chosen and the names as
 * they are now (domain 2.2: codes change, records stay).
 */
export function RegionField({
  field,
  province: unitProvince,
  autoFocus,
}: {
  field: string;
  province: string;
  autoFocus?: boolean;
}) {
  const { t } = useTranslation();
  const state = useField(field, codec as Codec<Json>);
  const saving = state.saving || undefined;
  const region = state.value as Region | null;
  const areas = useLoaded(loadAreas, 'areas');
  const province = region?.code.slice(0, 2) ?? unitProvince;
  const regency = region && region.code.length >= 5 ? region.code.slice(0, 5) : null;
  const district = region && region.code.length >= 8 ? region.code.slice(0, 8) : null;
  const village = region && region.code.length >= 13 ? region.code : null;
  const villages = useLoaded(() => loadVillages(province), province);

  const choose = (code: string | null) => {
    if (areas) void state.choose(code === null ? null : (named(code, areas, villages ?? []) as Json));
  };
  const list = (all: Area[] | undefined, parent: string | null) =>
    parent === null ? [] : (all ?? []).filter(([code]) => code.startsWith(`${parent}.`)).map(toOption);

  return (
    <>
      <Select
        label={t('fields.province')}
        data={areas?.provinces.map(toOption) ?? []}
        value={province}
        searchable
        allowDeselect={false}
        readOnly={state.readOnly}
        aria-readonly={state.readOnly}
        onChange={choose}
        data-saving={saving}
      />
      <Select
        label={t('fields.regency')}
        data={list(areas?.regencies, province)}
        value={regency}
        searchable
        autoFocus={autoFocus}
        readOnly={state.readOnly}
        aria-readonly={state.readOnly}
        onChange={(code) => choose(code ?? province)}
        data-saving={saving}
      />
      <Select
        label={t('fields.district')}
        data={list(areas?.districts, regency)}
        value={district}
        searchable
        disabled={!regency}
        readOnly={state.readOnly}
        aria-readonly={state.readOnly}
        onChange={(code) => choose(code ?? regency)}
        data-saving={saving}
      />
      <Select
        label={t('fields.village')}
        data={list(villages, district)}
        value={village}
        searchable
        disabled={!district}
        readOnly={state.readOnly}
        aria-readonly={state.readOnly}
        onChange={(code) => choose(code ?? district)}
        data-saving={saving}
      />
      {state.conflict && <OtherValues field={field} value={state.value} />}
    </>
  );
}

const toOption = ([value, label]: Area) => ({ value, label });

function named(code: string, areas: Areas, villages: Area[]): Region {
  const name = (list: Area[], length: number) =>
    code.length >= length ? list.find(([candidate]) => candidate === code.slice(0, length))?.[1] : undefined;
  const names = {
    province: name(areas.provinces, 2),
    regency: name(areas.regencies, 5),
    district: name(areas.districts, 8),
    village: name(villages, 13),
  };
  return { code, ...Object.fromEntries(Object.entries(names).filter(([, found]) => found !== undefined)) };
}

function useLoaded<T>(load: () => Promise<T>, key: string): T | undefined {
  const [loaded, setLoaded] = useState<{ key: string; value: T }>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` names what `load` loads
  useEffect(() => {
    let current = true;
    load().then(
      (value) => current && setLoaded({ key, value }),
      (error: unknown) => console.warn('regions', error),
    );
    return () => {
      current = false;
    };
  }, [key]);
  return loaded?.key === key ? loaded.value : undefined;
}
