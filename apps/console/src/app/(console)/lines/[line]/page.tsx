import { redirect } from 'next/navigation';

export default async function LinePage({ params }: PageProps<'/lines/[line]'>) {
  redirect(`/lines/${(await params).line}/queue`);
}
