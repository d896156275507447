import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { Departments } from '../../../../features/people/departments.tsx';
import { Handed, serverRpc } from '../../../../rpc/server.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('departments'))('title') };
}

export default async function DepartmentsPage() {
  const { queryClient, trpc } = await serverRpc();
  await Promise.all([
    queryClient.prefetchQuery(trpc.people.list.queryOptions({})),
    queryClient.prefetchQuery(trpc.people.departments.queryOptions({})),
  ]);
  return (
    <Handed>
      <Departments />
    </Handed>
  );
}
