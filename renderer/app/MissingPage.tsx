import { Button, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

export function MissingPage() {
  const { t } = useTranslation();
  return (
    <Stack p="xl" align="flex-start">
      <Text>{t('errors.pageMissing')}</Text>
      <Button component={Link} to="/">
        {t('nav.today')}
      </Button>
    </Stack>
  );
}
