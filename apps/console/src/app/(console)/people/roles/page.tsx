import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { RolesTable } from '../../../../features/roles/roles-table.tsx';
import { Handed, serverRpc } from '../../../../rpc/server.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('roles'))('title') };
}

export default async function RolesPage() {
  const { queryClient, trpc } = await serverRpc();
  await queryClient.prefetchQuery(trpc.roles.list.queryOptions({}));
  return (
    <Handed>
      <RolesTable />
    </Handed>
  );
}
