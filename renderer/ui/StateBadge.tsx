import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** Draft or finished, of a record that has these two states. */
export function StateBadge({ finished }: { finished: boolean }) {
  const { t } = useTranslation();
  return finished ? (
    <Badge color="teal" variant="light">
      {t('common.finished')}
    </Badge>
  ) : (
    <Badge color="yellow" c="dark">
      {t('common.draft')}
    </Badge>
  );
}
