import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { PeopleList } from '../../../features/people/people-list.tsx';
import { Handed, serverRpc } from '../../../rpc/server.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('people'))('title') };
}

export default async function PeopleListPage() {
  const { queryClient, trpc } = await serverRpc();
  await Promise.all([
    queryClient.prefetchQuery(trpc.people.list.queryOptions({})),
    queryClient.prefetchQuery(trpc.people.departments.queryOptions({})),
    queryClient.prefetchQuery(trpc.people.invitations.queryOptions({})),
    queryClient.prefetchQuery(trpc.people.workdaysTracked.queryOptions({})),
    queryClient.prefetchQuery(trpc.roles.list.queryOptions({})),
  ]);
  return (
    <Handed>
      <PeopleList />
    </Handed>
  );
}
