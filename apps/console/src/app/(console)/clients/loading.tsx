import { ClientsSkeleton } from '../../../features/clients/clients-page.tsx';

export default function Loading() {
  return (
    <main className="flex h-full min-w-0 flex-col bg-panel pt-13">
      <ClientsSkeleton />
    </main>
  );
}
