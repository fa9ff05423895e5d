import { useTranslation } from 'react-i18next';
import type { Values } from '#core/model/collections.ts';
import { SERVICE_FIELDS } from '#core/model/reference.ts';
import type { Signers } from '#core/reports/report.ts';
import { type Entity, useRecords } from '../../store/queries.ts';
import { labelOf } from '../../ui/options.ts';
import classes from './Reports.module.css';

/** Who signs, each with the office that signs (domain 1.6: all consultants by field, or the one whose report it is). */
export function Signatures({ signers, consultant }: { signers: Signers; consultant: string | null | undefined }) {
  const { t, i18n } = useTranslation();
  const users = useRecords('users') ?? [];
  const people = peopleOf(users, signers, consultant);
  const officeOf = ({ role, field }: Values<'users'>) => {
    if (role !== 'consultant') return t('roles.coordinator');
    const name = field ? labelOf(SERVICE_FIELDS, field, i18n.language) : '…………………';
    return t('reports.consultantOf', { field: name });
  };
  const all = people.length > 0 ? people : [{ id: 'nobody', values: { role: 'coordinator' } as Values<'users'> }];
  return (
    <section
      aria-label={t('cooperativeAssessment.sheet.signatures')}
      className={`${classes.signatures} ${all.length === 1 ? classes.one : ''}`}
    >
      <p className={classes.place}>{t('cooperativeAssessment.sheet.placeAndDay')}</p>
      {all.map(({ id, values }) => (
        <div key={id} className={classes.signature}>
          <p>{officeOf(values)}</p>
          <p className={classes.line}>{values.name ?? ' '}</p>
        </div>
      ))}
    </section>
  );
}

function peopleOf(
  users: readonly Entity<'users'>[],
  signers: Signers,
  consultant: string | null | undefined,
): Entity<'users'>[] {
  if (consultant) return users.filter(({ id }) => id === consultant);
  const role = signers === 'coordinator' ? 'coordinator' : 'consultant';
  return users
    .filter(({ values }) => values.role === role && values.active !== false)
    .sort((a, b) => (a.values.field ?? 9) - (b.values.field ?? 9));
}
