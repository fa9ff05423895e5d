/** A day with its time, on the unit's clock. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { momentIn, parseDay, type Zone } from '#core/model/dates.ts';
import { useThisDevice } from '../../app/device.tsx';
import { momentText } from '../fieldText.ts';
import { timeCodec } from './codecs.ts';
import { CodecInput, type FieldProps } from './fields.tsx';
import type { Codec } from './useField.ts';

/** Typed as dd-mm-yyyy hh.mm. */
export function MomentField(props: FieldProps) {
  const { t } = useTranslation();
  const { timeZone } = useThisDevice();
  const codec = useMemo(() => momentCodec(timeZone), [timeZone]);
  return (
    <CodecInput
      {...props}
      codec={codec}
      placeholder={t('privacy.momentPlaceholder')}
      invalidText="privacy.invalidMoment"
    />
  );
}

function momentCodec(zone: Zone): Codec<string | null> {
  return {
    parse: (text) => {
      const typed = text.trim();
      if (typed === '') return null;
      const [, day = '', clock = ''] = /^(.+?)[\s,]+(\d{1,2}[.:]?\d{2})$/.exec(typed) ?? [];
      const time = timeCodec.parse(clock);
      return momentIn(zone, parseDay(day) ?? '', time ?? '') ?? undefined;
    },
    format: (value) => {
      const ms = Date.parse(value ?? '');
      return Number.isNaN(ms) ? (value ?? '') : momentText(zone, ms);
    },
  };
}
