import { ClientSkeleton } from '../../../../features/clients/client-page.tsx';

export default function Loading() {
  return <ClientSkeleton />;
}
