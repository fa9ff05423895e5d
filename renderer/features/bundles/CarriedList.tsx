import { useTranslation } from 'react-i18next';
import { useThisDevice } from '../../app/device.tsx';
import type { CarriedBundle } from '../../store/database.ts';
import { useCarriedBundles } from '../../store/queries.ts';
import { momentText } from '../../ui/fieldText.ts';
import { Section } from '../../ui/Section.tsx';
import { SimpleTable } from '../../ui/SimpleTable.tsx';
import { sizeText } from '../../ui/sizeText.ts';
import { problemText, senderText } from './texts.ts';

/** The bundles that this laptop took in, and whether the hub has them. */
export function CarriedList() {
  const { t, i18n } = useTranslation();
  const { timeZone } = useThisDevice();
  const bundles = useCarriedBundles();
  if (!bundles) return null;
  const moment = (iso: string) => momentText(timeZone, Date.parse(iso));
  const stateOf = ({ problem, deliveredAt }: CarriedBundle): string => {
    if (problem) return problemText(t, problem);
    return deliveredAt ? t('bundles.delivered', { when: moment(deliveredAt) }) : t('bundles.onTheWay');
  };
  // One that a later one replaced is nobody's concern.
  const rows = bundles
    .filter(({ replacedBy }) => !replacedBy)
    .map((bundle) => ({
      id: bundle.id,
      cells: [
        bundle.header ? senderText(t, bundle.header) : t('bundles.otherUnit'),
        bundle.header ? moment(bundle.header.created) : '',
        moment(bundle.arrivedAt),
        sizeText(bundle.size, i18n.language),
        stateOf(bundle),
      ],
    }));
  const heads = ['from', 'created', 'arrived', 'size', 'state'] as const;
  return (
    <Section title={t('bundles.carried')}>
      <SimpleTable heads={heads.map((head) => t(`bundles.heads.${head}`))} rows={rows} empty={t('bundles.none')} />
    </Section>
  );
}
