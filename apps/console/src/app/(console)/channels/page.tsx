import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { ContactCentre } from '../../../features/channels/contact-centre.tsx';
import { Handed, serverRpc } from '../../../rpc/server.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('channels'))('title') };
}

export default async function ContactCentrePage() {
  const { queryClient, trpc } = await serverRpc();
  await Promise.all([
    queryClient.prefetchQuery(trpc.channels.list.queryOptions({})),
    queryClient.prefetchQuery(trpc.lines.list.queryOptions({})),
  ]);
  return (
    <Handed>
      <ContactCentre />
    </Handed>
  );
}
