import { html } from 'hono/html';
import { homeRecord } from '../surfaces/app-home.ts';
import { ICONS } from './assets/icons.ts';
import { type Html, plainButton } from './frame-parts.ts';
import { clientPath, installLink, panePath, pathIn, type Scene } from './scene.ts';

type Step = { title: string; text: string; done: boolean; way: Html };

/** Five steps from nothing to a revocation that arrived. Each knows by what happened whether it is done. */
export function tour(scene: Scene): Html {
  const steps = stepsOf(scene);
  const next = steps.findIndex(({ done }) => !done);
  const name = scene.app?.name ?? 'the app';
  return html`<p class="lead">${
    next === -1
      ? `That was the whole life of a permission. Now break something: ${name} should tell people what happened.`
      : `Five steps through the life of a permission, as a person in ${scene.workspace.name}.`
  }</p>
${next === -1 && scene.pane !== 'home' ? html`<p class="lead">${homeLink(scene, 'Look at Home')}</p>` : ''}
<ol class="steps">${steps.map(
    ({ title, text, done, way }, index) =>
      html`<li class="step${done ? ' done' : ''}${index === next ? ' next' : ''}"${index === next ? html` aria-current="step"` : ''}>
<span class="mark" aria-hidden="true">${done ? ICONS.check : index + 1}</span>
<div><h2>${title}${done ? html`<span class="hidden"> (done)</span>` : ''}</h2>${index === next ? html`<p>${text}</p>${way}` : ''}</div></li>`,
  )}</ol>`;
}

function homeLink({ workspace, record, app }: Scene, words: string): Html {
  const path = clientPath(workspace.id, record.id, panePath('home', app));
  return html`<a class="btn small primary" href="${path}">${words}</a>`;
}

function stepsOf(scene: Scene): Step[] {
  const { app, workspace, record, world } = scene;
  const name = app?.name ?? 'the app';
  const link = installLink(scene);
  const [command] = app?.commands ?? [];
  const sent = world.deliveries.list.filter(
    ({ appId, payload }) => appId === app?.appId && payload.team_id === workspace.id,
  );
  const eventsOf = (type: string) =>
    sent.filter(({ payload }) => (payload.event as { type?: string } | undefined)?.type === type);
  const { grants } = world.store.state;
  const here = grants.filter((grant) => grant.appId === app?.appId && grant.workspaceId === workspace.id);
  const revoked = eventsOf('tokens_revoked');
  const published = app && homeRecord(world, record, app.appId);
  return [
    {
      title: `Add ${name}`,
      text: 'Slack shows what it may do, and asks. Look at both parts, then allow.',
      done: here.length > 0,
      way: link ? html`<a class="btn small primary" href="${link}">Add to ${workspace.name}</a>` : html``,
    },
    {
      title: 'Open its Home',
      text: 'Slack tells the app that you came; the app publishes your list.',
      done: here.length > 0 && (published !== undefined || eventsOf('app_home_opened').length > 0),
      way: homeLink(scene, 'Open Home'),
    },
    {
      title: `Ask with ${command?.command ?? 'a command'}`,
      text: 'In any channel. The answer is for your eyes only.',
      done: sent.some(({ kind }) => kind === 'command'),
      way: html`<a class="btn small primary" href="${pathIn(scene, 'general')}">Go to #general</a>`,
    },
    {
      title: 'Revoke your permission in Slack',
      text: `Behind ${name}’s back, as people do in Slack’s own settings.`,
      done: here.some(({ kind, ended }) => kind === 'user' && ended !== null),
      way: html`<form method="post" action="${pathIn(scene, `break/revoke-own/${app?.appId}`)}" data-live-form>${plainButton('Revoke it')}</form>`,
    },
    {
      title: 'See that it arrived',
      text: `The Inspector has tokens_revoked; ${name}’s Home knows who ended it, and offers the way back.`,
      done: revoked.some(({ failure, done }) => done && failure === null),
      way: homeLink(scene, 'Look at Home'),
    },
  ];
}
