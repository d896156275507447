import {
  Activity,
  BookUser,
  ChartNoAxesColumn,
  Contact,
  FileCheck2,
  Inbox,
  MessagesSquare,
  Plug,
  Settings,
  Split,
  Users,
  Zap,
  type LucideIcon,
} from 'lucide-react';

import { may, mayAnywhere } from '@switchboard/domain/access';

import type { Me } from '../../rpc/shapes.ts';

type PlaceName =
  | 'inbox'
  | 'dialogs'
  | 'now'
  | 'statistics'
  | 'lines'
  | 'channels'
  | 'clients'
  | 'leads'
  | 'quick-replies'
  | 'agreements'
  | 'people'
  | 'settings';
type Place = {
  name: PlaceName;
  href: `/${PlaceName}`;
  icon: LucideIcon;
  key: string;
  /** Stands beside it under the same sign. */
  also?: readonly string[];
};

const places: Place[] = [
  { name: 'inbox', href: '/inbox', icon: Inbox, key: 'i' },
  { name: 'dialogs', href: '/dialogs', icon: MessagesSquare, key: 'd' },
  { name: 'now', href: '/now', icon: Activity, key: 'w' },
  { name: 'statistics', href: '/statistics', icon: ChartNoAxesColumn, key: 't' },
  { name: 'clients', href: '/clients', icon: BookUser, key: 'n' },
  { name: 'leads', href: '/leads', icon: Contact, key: 'r', also: ['/deals', '/contacts'] },
  { name: 'lines', href: '/lines', icon: Split, key: 'l' },
  { name: 'channels', href: '/channels', icon: Plug, key: 'c' },
  { name: 'quick-replies', href: '/quick-replies', icon: Zap, key: 'q' },
  { name: 'agreements', href: '/agreements', icon: FileCheck2, key: 'a', also: ['/consents'] },
  { name: 'people', href: '/people', icon: Users, key: 'p' },
  { name: 'settings', href: '/settings', icon: Settings, key: 's' },
];

/** Where somebody with this role has something to do. The API decides what he may; this only hides what it refuses. */
export function placesOf(me: Me): Place[] {
  const hidden: Partial<Record<PlaceName, boolean>> = {
    now: !mayAnywhere(me, 'statistics'),
    statistics: !mayAnywhere(me, 'statistics'),
    clients: !mayAnywhere(me, 'crm'),
    leads: !mayAnywhere(me, 'crm'),
    lines: !may(me, 'linesView', {}),
    channels: !may(me, 'channelsEdit', {}),
    'quick-replies': !mayAnywhere(me, 'quickReplies'),
    agreements: !may(me, 'agreements', {}),
    people: !may(me, 'linesView', {}),
  };
  return places.filter((place) => hidden[place.name] !== true);
}

/** Pages within a place, found by their own names. */
export const pagesWithin = {
  statistics: ['operators', 'ratings', 'kpi', 'channels'],
} as const satisfies Partial<Record<PlaceName, readonly string[]>>;
