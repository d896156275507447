import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { RolePage } from '../../../../../features/roles/role-page.tsx';
import { Handed, serverRpc } from '../../../../../rpc/server.tsx';

type Props = { params: Promise<{ role: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('roles'))('title') };
}

export default async function OneRolePage({ params }: Props) {
  const { role } = await params;
  const { queryClient, trpc } = await serverRpc();
  await Promise.all([
    queryClient.prefetchQuery(trpc.roles.list.queryOptions({})),
    queryClient.prefetchQuery(trpc.people.list.queryOptions({})),
    queryClient.prefetchQuery(trpc.lines.list.queryOptions({})),
  ]);
  return (
    <Handed>
      <RolePage roleId={role} />
    </Handed>
  );
}
