import { html } from 'hono/html';
import type { Delivery } from '../delivery/delivery.ts';
import { homeRecord } from '../surfaces/app-home.ts';
import { ICONS } from './assets/icons.ts';
import { type Html, plainButton } from './frame-parts.ts';
import { clientPath, installLink, panePath, pathIn, type Scene } from './scene.ts';
import { findThing } from './things/groups.ts';
import { adminStep } from './tour-admin-step.ts';
import { type Step, stepLink } from './tour-step.ts';

/** What is worth breaking first: one press, and every answer has to change without a permission being lost. */
const FIRST_TO_BREAK = 'address';

/** Six steps from nothing to a reminder that an admin sent. Each knows by what happened whether it is done. */
export function tour(scene: Scene): Html {
  const steps = stepsOf(scene);
  const next = steps.findIndex(({ done }) => !done);
  const name = scene.app?.name ?? 'the app';
  return html`${
    next === -1
      ? lastCard(scene)
      : html`<p class="lead">Six steps through ${name}, as a person in ${scene.workspace.name}.</p>`
  }
<ol class="steps">${steps.map(
    ({ title, text, done, way }, index) =>
      html`<li class="step${done ? ' done' : ''}${index === next ? ' next' : ''}"${index === next ? html` aria-current="step"` : ''}>
<span class="mark" aria-hidden="true">${done ? ICONS.check : index + 1}</span>
<div><h2>${title}${done ? html`<span class="hidden"> (done)</span>` : ''}</h2>${index === next ? html`<p>${text}</p>${way}` : ''}</div></li>`,
  )}</ol>`;
}

/** Shown when all is done: one thing to break, and the panel opened at its button. */
function lastCard(scene: Scene): Html {
  const words = findThing(FIRST_TO_BREAK)?.words(scene);
  return html`<section class="last-card" aria-label="What next"><h2>That was the tour. Now break something.</h2>
<p>${words}: Slack then calls every token invalid, though none was revoked. Verify one in Home, and see what ${scene.app?.name ?? 'the app'} makes of it.</p>
<a class="btn small primary" href="#thing-${FIRST_TO_BREAK}" data-thing="thing-${FIRST_TO_BREAK}">Show me the button</a></section>`;
}

function homeLink({ workspace, record, app }: Scene, words: string): Html {
  const path = clientPath(workspace.id, record.id, panePath('home', app));
  return stepLink(path, words);
}

/** Interactions name their workspace in another place than events and commands. */
const teamOf = (payload: { team_id?: unknown; team?: { id?: unknown } }): unknown =>
  payload.team_id ?? payload.team?.id;

function stepsOf(scene: Scene): Step[] {
  const { app, workspace, record, world } = scene;
  const name = app?.name ?? 'the app';
  const link = installLink(scene);
  const [command] = app?.commands ?? [];
  const sent: readonly Delivery[] = world.deliveries.list.filter(
    ({ appId, payload }) => appId === app?.appId && teamOf(payload) === workspace.id,
  );
  const eventsOf = (type: string) =>
    sent.filter(({ payload }) => (payload.event as { type?: string } | undefined)?.type === type);
  const { grants } = world.store.state;
  const here = grants.filter((grant) => grant.appId === app?.appId && grant.workspaceId === workspace.id);
  const arrived = eventsOf('tokens_revoked').find(({ failure, done }) => done && failure === null);
  const opened = eventsOf('app_home_opened');
  const published = app && homeRecord(world, record, app.appId);
  return [
    {
      title: `Add ${name}`,
      text: 'Slack shows what it may do, and asks. Look at both parts, then allow.',
      done: here.length > 0,
      // Where the page itself has the button, this one isn't to compete with it.
      way: link ? stepLink(link, `Add to ${workspace.name}`, scene.pane !== 'home') : html``,
    },
    {
      title: 'Open its Home',
      text: `Slack tells ${name} that you’re here, and ${name} publishes your list.`,
      done: here.length > 0 && (published !== undefined || opened.length > 0),
      way: homeLink(scene, 'Open Home'),
    },
    {
      title: `Ask with ${command?.command ?? 'a command'}`,
      text: 'You can ask in any channel. Only you see the answer.',
      done: sent.some(({ kind }) => kind === 'command'),
      way: stepLink(pathIn(scene, 'general'), 'Go to #general'),
    },
    {
      title: 'Revoke your permission in Slack',
      text: `Do it behind ${name}’s back, as people do in Slack’s own settings.`,
      done: here.some(({ kind, ended }) => kind === 'user' && ended !== null),
      way: html`<form method="post" action="${pathIn(scene, `break/revoke-own/${app?.appId}`)}" data-live-form>${plainButton('Revoke it')}</form>`,
    },
    {
      title: 'See that it arrived',
      text: `The Inspector shows tokens_revoked. ${name}’s Home says that it was revoked in Slack, and offers the way back.`,
      // Where Home is open it changes on its own; else the person goes there.
      done: arrived !== undefined && (scene.pane === 'home' || opened.some(({ at }) => at >= arrived.at)),
      way: homeLink(scene, 'Look at Home'),
    },
    adminStep(scene, sent, command?.command ?? 'the command'),
  ];
}
