import { Text, VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { PROVINCES } from '#core/model/reference.ts';
import type { NationalAnswer } from '#core/wire/protocol.ts';
import { labelOf } from '../../ui/options.ts';
import { Figure } from './Figure.tsx';
import { figureTextOf, type Measure } from './figures.ts';
import classes from './ProvinceMap.module.css';
import { TILES, type Tile } from './tiles.ts';

interface Props {
  provinces: NationalAnswer['provinces'];
  measure: Measure;
  /** The province whose units are shown. */
  opened: string | null;
  onOpen: (province: string | null) => void;
}

/** Provinces as tiles with their numbers; shades help the eye, the number says it (decisions/0012). */
export function ProvinceMap({ provinces, measure, opened, onOpen }: Props) {
  const { t } = useTranslation();
  const values = provinces.flatMap((province) => measure.valueOf(province) ?? []);
  const most = Math.max(0, ...values);
  return (
    <>
      <section className={classes.map} aria-label={`${t('national.map')}: ${measure.label}`}>
        {TILES.map((tile) => (
          <TileOfProvince
            key={tile.code}
            tile={tile}
            province={provinces.find(({ code }) => code === tile.code)}
            {...{ measure, most, opened, onOpen }}
          />
        ))}
      </section>
      <Text size="xs" c="dimmed">
        {t('national.mapHint')}
      </Text>
    </>
  );
}

interface TileProps extends Omit<Props, 'provinces'> {
  tile: Tile;
  /** None: no unit of it is on the hub. */
  province: NationalAnswer['provinces'][number] | undefined;
  /** The largest number on the map. */
  most: number;
}

function TileOfProvince({ tile, province, measure, most, opened, onOpen }: TileProps) {
  const { t, i18n } = useTranslation();
  const { code, short, column, row } = tile;
  const style = { gridColumn: column, gridRow: row };
  const name = labelOf(PROVINCES, code, i18n.language);
  if (!province) {
    return (
      <div
        className={classes.tile}
        style={style}
        title={t('national.tile', { province: name, value: t('national.noUnit') })}
      >
        {short}
      </div>
    );
  }
  const value = measure.valueOf(province);
  const text = figureTextOf(i18n, value, measure.isPercent);
  return (
    <button
      type="button"
      className={classes.tile}
      style={style}
      data-shade={shadeOf(value, most)}
      aria-pressed={opened === code}
      title={t('national.tile', { province: name, value: value === null ? t('national.hidden') : text })}
      onClick={() => onOpen(opened === code ? null : code)}
    >
      {short}
      <VisuallyHidden> ({name}) </VisuallyHidden>
      <strong>
        <Figure value={value} isPercent={measure.isPercent} />
      </strong>
    </button>
  );
}

const SHADES = 3;

/** 0: nothing, or less than nothing; else 1–3, by its share of the largest. */
function shadeOf(value: number | null | undefined, most: number): number {
  if (!value || value <= 0 || most <= 0) return 0;
  return Math.min(SHADES, Math.ceil((SHADES * value) / most));
}
