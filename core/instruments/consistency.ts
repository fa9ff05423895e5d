/** What the shape of an instrument alone cannot say. Messages are for developers. */

interface Part {
  id: string;
  dimension: string;
  heading?: string | undefined;
}
interface Term {
  figure: string;
}
interface Band {
  upTo?: number | undefined;
  below?: number | undefined;
}

interface Checked {
  scaleMin: number;
  scaleMax: number;
  headings: { id: string }[];
  dimensions: { id: string }[];
  indicators: (Part & { group?: string | undefined; anchors: { value: number }[] })[];
  groups: (Part & { bands?: Band[] | undefined })[];
  figures: { id: string; heading: string }[];
  ratios: (Part & {
    numerator: Term[];
    denominator: Term[];
    bands: Band[];
    worstWhenNegative: string[];
    exception?: { whenZero: string[] } | undefined;
    decideWhenPositive?: Term[] | undefined;
  })[];
  rules: {
    minValidDimensions: number;
    levels: { id: string; from: number }[];
    gates: { level: string; cappedAt: string; requires: { indicator: string; min: number }[] }[];
  };
}

export function* inconsistencies(instrument: Checked): Generator<string> {
  yield* ofIds(instrument);
  yield* ofIndicators(instrument);
  yield* ofFigures(instrument);
  yield* ofBands(instrument);
  yield* ofRules(instrument);
}

function* ofIds({ headings, dimensions, indicators, groups, figures, ratios, rules }: Checked): Generator<string> {
  const parts = [...indicators, ...groups, ...ratios];
  // Answers and notes have one name space for all parts.
  for (const list of [headings, dimensions, parts, figures, rules.levels]) {
    const ids = list.map(({ id }) => id);
    if (new Set(ids).size < ids.length) yield `an id is used twice in ${ids.join(', ')}`;
  }
  for (const { id } of dimensions) {
    if (!parts.some(({ dimension }) => dimension === id)) yield `dimension ${id} has no indicators`;
  }
  for (const { id, dimension } of parts) {
    if (!dimensions.some((known) => known.id === dimension)) yield `part ${id}: no dimension ${dimension}`;
  }
  for (const { id, heading } of [...parts, ...figures]) {
    if (heading && !headings.some((known) => known.id === heading)) yield `${id}: no heading ${heading}`;
  }
}

function* ofIndicators({ scaleMin, scaleMax, indicators, groups }: Checked): Generator<string> {
  if (scaleMin >= scaleMax) yield 'scaleMin must be below scaleMax';
  for (const { id, dimension, group, anchors } of indicators) {
    const complete =
      anchors.length === scaleMax - scaleMin + 1 && anchors.every(({ value }, index) => value === scaleMin + index);
    if (!complete) yield `indicator ${id}: anchors must be ${scaleMin}…${scaleMax} in order`;
    if (group && groups.find((known) => known.id === group)?.dimension !== dimension) {
      yield `indicator ${id}: no group ${group} in dimension ${dimension}`;
    }
  }
  for (const { id } of groups) {
    if (!indicators.some(({ group }) => group === id)) yield `group ${id} has no indicators`;
  }
}

function* ofFigures({ figures, ratios }: Checked): Generator<string> {
  const used = ratios.map((ratio) => ({ id: ratio.id, figures: figuresOf(ratio) }));
  for (const { id, figures: names } of used) {
    const unknown = names.filter((name) => !figures.some((figure) => figure.id === name));
    if (unknown.length > 0) yield `ratio ${id}: no figures ${unknown.join(', ')}`;
  }
  for (const { id } of figures) {
    if (!used.some((ratio) => ratio.figures.includes(id))) yield `figure ${id} is not used`;
  }
}

/** All figures that a ratio reads. */
export const figuresOf = (ratio: Omit<Checked['ratios'][number], keyof Part | 'bands'>): string[] => [
  ...new Set([
    ...[...ratio.numerator, ...ratio.denominator, ...(ratio.decideWhenPositive ?? [])].map(({ figure }) => figure),
    ...ratio.worstWhenNegative,
    ...(ratio.exception?.whenZero ?? []),
  ]),
];

function* ofBands({ groups, ratios }: Checked): Generator<string> {
  for (const { id, bands = [] } of [...groups, ...ratios]) {
    const ends = bands.slice(0, -1);
    const last = bands.at(-1);
    if (ends.some(({ upTo, below }) => (upTo === undefined) === (below === undefined))) {
      yield `${id}: every band but the last ends either upTo or below`;
    }
    if (last && (last.upTo !== undefined || last.below !== undefined)) yield `${id}: the last band has no end`;
    const edges = ends.map(({ upTo, below }) => upTo ?? below ?? 0);
    if (edges.some((edge, i) => i > 0 && edge <= (edges[i - 1] ?? 0))) yield `${id}: bands must ascend`;
  }
}

function* ofRules({ scaleMin, scaleMax, dimensions, indicators, rules }: Checked): Generator<string> {
  if (rules.minValidDimensions > dimensions.length) yield 'minValidDimensions is more than there are dimensions';
  if (rules.levels[0]?.from !== 0) yield 'the first level must start at 0';
  if (rules.levels.some(({ from }, index) => index > 0 && from <= (rules.levels[index - 1]?.from ?? 0))) {
    yield 'levels must ascend';
  }
  const rank = (level: string) => rules.levels.findIndex(({ id }) => id === level);
  for (const { level, cappedAt, requires } of rules.gates) {
    if (rank(cappedAt) < 0 || rank(cappedAt) >= rank(level)) yield `gate of ${level} must cap at a lower level`;
    for (const { indicator, min } of requires) {
      if (!indicators.some(({ id }) => id === indicator)) yield `gate of ${level}: no indicator ${indicator}`;
      if (min < scaleMin || min > scaleMax) yield `gate of ${level}: ${min} is off the scale`;
    }
  }
}
