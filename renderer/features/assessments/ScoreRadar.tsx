import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Legend, PolarAngleAxis, PolarGrid, PolarRadiusAxis, Radar, RadarChart } from 'recharts';
import type { Instrument } from '#core/instruments/scoring.ts';
import classes from './AssessmentPage.module.css';
import { type Dimension, formatDimension, inLanguage } from './instrument.ts';

/** Scores of one assessment by dimension; null where there were too few answers. */
export interface Series {
  id: string;
  name: string;
  scores: Record<string, number | null | undefined>;
}

/** Distinct also without colour: the second one is dashed. */
const LOOKS = [
  { stroke: '#0b7285', fill: '#0b7285', fillOpacity: 0.25, strokeWidth: 2 },
  { stroke: '#b35c00', fill: '#b35c00', fillOpacity: 0, strokeWidth: 2, strokeDasharray: '5 4' },
];

interface Props {
  instrument: Instrument;
  /** The latest first. */
  series: Series[];
  width: number;
  height: number;
}

/** A radar chart, and the same figures as a table for those who cannot see it. */
export function ScoreRadar({ instrument, series, width, height }: Props) {
  const { t, i18n } = useTranslation();
  return (
    <div>
      {dimensionsWithScore(instrument, series).length >= 3 && <Chart {...{ instrument, series, width, height }} />}
      <details className={classes.details}>
        <summary>{t('assessment.table')}</summary>
        <table className={classes.table}>
          <caption>{t('assessment.radar')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('assessment.dimension')}</th>
              {series.map(({ id, name }) => (
                <th key={id} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {instrument.dimensions.map((dimension) => (
              <tr key={dimension.id}>
                <th scope="row">{inLanguage(dimension.name, i18n.language)}</th>
                {series.map(({ id, scores }) => (
                  <td key={id}>{scoreText(scores[dimension.id], i18n.language) ?? t('assessment.tooFew')}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </div>
  );
}

function Chart({ instrument, series, width, height }: Props) {
  const { i18n } = useTranslation();
  const points = dimensionsWithScore(instrument, series).map((dimension) => ({
    name: shortName(dimension, i18n.language),
    ...Object.fromEntries(series.map(({ scores }, i) => [`s${i}`, scores[dimension.id] ?? null])),
  }));
  // The page renders at every keystroke; the chart only draws anew when a figure has changed.
  const key = JSON.stringify(points);
  const data = useMemo(() => JSON.parse(key) as typeof points, [key]);
  return (
    <div aria-hidden="true" className={classes.radar}>
      <RadarChart
        width={width}
        height={height}
        data={data}
        outerRadius="68%"
        accessibilityLayer={false}
        margin={MARGIN}
      >
        <PolarGrid stroke="#ced4da" />
        <PolarAngleAxis dataKey="name" tick={AxisName} />
        <PolarRadiusAxis domain={PERCENT} tickCount={5} tick={false} axisLine={false} />
        {series.map(({ id, name }, i) => (
          <Radar
            key={id}
            dataKey={`s${i}`}
            name={name}
            dot={DOT}
            isAnimationActive={false}
            {...LOOKS[i % LOOKS.length]}
          />
        ))}
        {series.length > 1 && <Legend verticalAlign="bottom" height={22} iconType="plainline" itemSorter={null} />}
      </RadarChart>
    </div>
  );
}

/** One without a score gets no corner: at the middle it would look like a score of 0. */
const dimensionsWithScore = (instrument: Instrument, series: Series[]): Dimension[] =>
  instrument.dimensions.filter(({ id }) => series.some(({ scores }) => (scores[id] ?? null) !== null));

const MARGIN = { top: 4, right: 4, bottom: 0, left: 4 };
const PERCENT: [number, number] = [0, 100];
const DOT = { r: 2.5 };

const scoreText = (score: number | null | undefined, language: string): string | null =>
  score === null || score === undefined ? null : formatDimension(score, language);

/** "Kelembagaan & legalitas" → "Kelembagaan": there is little room around a radar. */
const shortName = (dimension: Dimension, language: string): string =>
  inLanguage(dimension.name, language).split(' & ')[0] ?? dimension.id;

/** A name at its corner, in two lines when it has several words. */
function AxisName({ x, y, cy, textAnchor, payload }: AxisTick) {
  const lines = payload.value.length > 12 ? inTwoLines(payload.value) : [payload.value];
  // Names above the middle grow upwards, away from the chart.
  const lift = lines.length > 1 && Number(y) < Number(cy) ? -0.8 : 0;
  return (
    <text x={x} y={y} textAnchor={textAnchor} className={classes.axisName}>
      {lines.map((line, i) => (
        <tspan key={line} x={x} dy={`${i === 0 ? 0.3 + lift : 1.1}em`}>
          {line}
        </tspan>
      ))}
    </text>
  );
}

/** Broken where the longer line is shortest. */
function inTwoLines(name: string): string[] {
  const words = name.split(' ');
  const breaks = words.map((_, i) => [words.slice(0, i).join(' '), words.slice(i).join(' ')].filter(Boolean));
  const longest = (lines: string[]) => Math.max(...lines.map((line) => line.length));
  return breaks.reduce((best, lines) => (longest(lines) < longest(best) ? lines : best), [name]);
}

interface AxisTick {
  x: number | string;
  y: number | string;
  cy?: number;
  textAnchor?: 'start' | 'middle' | 'end' | 'inherit';
  payload: { value: string };
}
