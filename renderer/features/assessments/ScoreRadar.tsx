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
  const data = instrument.dimensions.map((dimension) => ({
    name: shortName(dimension, i18n.language),
    ...Object.fromEntries(series.map(({ scores }, i) => [`s${i}`, scores[dimension.id] ?? null])),
  }));
  return (
    <div>
      <div aria-hidden="true" className={classes.radar}>
        <RadarChart
          width={width}
          height={height}
          data={data}
          outerRadius="68%"
          accessibilityLayer={false}
          margin={{ top: 4, right: 4, bottom: 0, left: 4 }}
        >
          <PolarGrid stroke="#ced4da" />
          <PolarAngleAxis dataKey="name" tick={AxisName} />
          <PolarRadiusAxis domain={[0, 100]} tickCount={5} tick={false} axisLine={false} />
          {series.map(({ id, name }, i) => (
            <Radar
              key={id}
              dataKey={`s${i}`}
              name={name}
              dot={{ r: 2.5 }}
              isAnimationActive={false}
              {...LOOKS[i % LOOKS.length]}
            />
          ))}
          {series.length > 1 && <Legend verticalAlign="bottom" height={22} iconType="plainline" />}
        </RadarChart>
      </div>
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

const scoreText = (score: number | null | undefined, language: string): string | null =>
  score === null || score === undefined ? null : formatDimension(score, language);

/** "Kelembagaan & legalitas" → "Kelembagaan": there is little room around a radar. */
const shortName = (dimension: Dimension, language: string): string =>
  inLanguage(dimension.name, language).split(' & ')[0] ?? dimension.id;

/** A name at its corner, in two lines when it has several words. */
function AxisName({ x, y, cy, textAnchor, payload }: AxisTick) {
  const words = payload.value.split(' ');
  const half = Math.ceil(words.length / 2);
  const lines = payload.value.length > 12 ? [words.slice(0, half), words.slice(half)] : [words];
  // Names above the middle grow upwards, away from the chart.
  const lift = lines.length > 1 && Number(y) < Number(cy) ? -0.8 : 0;
  return (
    <text x={x} y={y} textAnchor={textAnchor} className={classes.axisName}>
      {lines.map((line, i) => (
        <tspan key={line.join(' ')} x={x} dy={`${i === 0 ? 0.3 + lift : 1.1}em`}>
          {line.join(' ')}
        </tspan>
      ))}
    </text>
  );
}

interface AxisTick {
  x: number | string;
  y: number | string;
  cy?: number;
  textAnchor?: 'start' | 'middle' | 'end' | 'inherit';
  payload: { value: string };
}
