import { Alert, Text, TextInput, Title } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useThisDevice } from '../../app/device.tsx';
import { GUIDES } from './bundled.ts';
import { type Guide, type GuidePart, guidesFor, searchGuides } from './guides.ts';
import classes from './Help.module.css';
import { Markdown } from './Markdown.tsx';

/** *Bantuan*: the guides, that of the user's role first; without internet like everything else. */
export function HelpPage({ name, part }: { name: string | undefined; part: string | undefined }) {
  const { t, i18n } = useTranslation();
  const { role } = useThisDevice();
  const [query, setQuery] = useState('');
  const guides = guidesFor(role).flatMap((each) => GUIDES.filter((guide) => guide.name === each));
  const guide = guides.find((each) => each.name === name) ?? guides[0];
  const text = useRef<HTMLDivElement>(null);
  const isSearching = query.trim() !== '';
  // biome-ignore lint/correctness/useExhaustiveDependencies: another guide begins at its top
  useEffect(() => {
    if (isSearching) return;
    (part ? document.getElementById(part) : text.current)?.scrollIntoView();
  }, [part, guide?.name, isSearching]);
  if (!guide) return null;
  return (
    <div className={classes.page}>
      <aside className={classes.contents}>
        <Title order={1} size="h3">
          {t('help.title')}
        </Title>
        <TextInput
          my="xs"
          label={t('help.search')}
          leftSection={<IconSearch size={16} />}
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
        />
        <nav aria-label={t('help.guides')}>
          <Contents guides={guides} open={guide} onOpen={() => setQuery('')} />
        </nav>
      </aside>
      <div ref={text} className={classes.text}>
        {i18n.language === 'en' && (
          <Alert color="blue" p="xs" mb="sm">
            {t('help.onlyIndonesian')}
          </Alert>
        )}
        <div lang="id">{query.trim() ? <Found guides={guides} query={query} /> : <WholeGuide guide={guide} />}</div>
      </div>
    </div>
  );
}

/** All guides, and the tasks of the open one. */
function Contents({ guides, open, onOpen }: { guides: readonly Guide[]; open: Guide; onOpen: () => void }) {
  return (
    <div lang="id">
      <ul className={classes.guides}>
        {guides.map((guide) => (
          <li key={guide.name} data-open={guide === open || undefined}>
            <Link to="/help" search={{ guide: guide.name }} onClick={onOpen}>
              {guide.title}
            </Link>
          </li>
        ))}
      </ul>
      <ul className={classes.tasks}>
        {open.parts.map(({ id, title }) => (
          <li key={id}>
            <Link
              to="/help"
              search={{ guide: open.name, part: id }}
              onClick={() => {
                onOpen();
                // Again, though the address stays the same.
                document.getElementById(id)?.scrollIntoView();
              }}
            >
              {title}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}

function WholeGuide({ guide }: { guide: Guide }) {
  return (
    <article className={classes.guide}>
      <h1>{guide.title}</h1>
      <Markdown tokens={guide.intro} of={guide.name} />
      {guide.parts.map((part) => (
        <Part key={part.id} guide={guide} part={part} />
      ))}
    </article>
  );
}

function Part({ guide, part }: { guide: Guide; part: GuidePart }) {
  return (
    <section id={part.id} aria-label={part.title}>
      <h2>{part.title}</h2>
      <Markdown tokens={part.blocks} of={guide.name} />
    </section>
  );
}

/** The tasks that hold the words. */
function Found({ guides, query }: { guides: readonly Guide[]; query: string }) {
  const { t } = useTranslation();
  const found = searchGuides(guides, query);
  return (
    <article className={classes.guide}>
      <Text role="status" size="sm" c="dimmed">
        {found.length === 0 ? t('help.nothing', { query }) : t('help.found', { count: found.length })}
      </Text>
      {found.map(({ guide, part }) => (
        <div key={`${guide.name}/${part.id}`}>
          <Text size="xs" c="dimmed" mt="md">
            {guide.title}
          </Text>
          <Part guide={guide} part={part} />
        </div>
      ))}
    </article>
  );
}
