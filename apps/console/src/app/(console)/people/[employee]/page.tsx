import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';

import { ProfilePage } from '../../../../features/people/profile.tsx';
import { Handed, serverRpc } from '../../../../rpc/server.tsx';

const id = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('person'))('title') };
}

export default async function PersonPage({ params }: PageProps<'/people/[employee]'>) {
  const { employee: employeeId } = await params;
  if (!id.test(employeeId)) notFound();
  const { queryClient, trpc } = await serverRpc();
  await Promise.all([
    queryClient.prefetchQuery(trpc.people.employee.queryOptions({ employeeId })),
    queryClient.prefetchQuery(trpc.people.departments.queryOptions({})),
    queryClient.prefetchQuery(trpc.roles.list.queryOptions({})),
    queryClient.prefetchQuery(trpc.people.absences.queryOptions({ employeeId, past: false })),
    queryClient.prefetchQuery(trpc.people.workday.queryOptions({ employeeId })),
    queryClient.prefetchQuery(trpc.people.workdaysTracked.queryOptions({})),
  ]);
  return (
    <Handed>
      <ProfilePage employeeId={employeeId} />
    </Handed>
  );
}
