import { z } from 'zod';

const text = (least: number, most: number) => z.string().min(least).max(most);
const address = z.url({ protocol: /^https$/ }).max(3000);

/**
 * Slack's rules for the parts of a manifest that Lanyard uses, and no other parts: strict, as Slack is.
 * @see https://docs.slack.dev/reference/app-manifest
 */
export const manifestSchema = z
  .strictObject({
    _metadata: z.strictObject({ major_version: z.int(), minor_version: z.int() }).optional(),
    display_information: z.strictObject({
      name: text(1, 35),
      description: text(1, 140).optional(),
      long_description: text(175, 4000).optional(),
      background_color: z
        .string()
        .regex(/^#([0-9a-f]{3}|[0-9a-f]{6})$/i)
        .optional(),
    }),
    features: z.strictObject({
      app_home: z.strictObject({
        home_tab_enabled: z.boolean(),
        messages_tab_enabled: z.boolean(),
        messages_tab_read_only_enabled: z.boolean(),
      }),
      bot_user: z.strictObject({ display_name: text(1, 80), always_online: z.boolean() }),
      slash_commands: z
        .array(
          z.strictObject({
            command: text(2, 32).startsWith('/'),
            description: text(1, 2000),
            url: address.optional(),
            usage_hint: text(1, 1000).optional(),
            should_escape: z.boolean().optional(),
          }),
        )
        .max(50),
    }),
    oauth_config: z.strictObject({
      redirect_urls: z.array(address).min(1).max(1000),
      scopes: z.strictObject({
        bot: z.array(z.string()).max(255),
        user: z.array(z.string()).max(255),
        bot_optional: z.array(z.string()).max(255).optional(),
        user_optional: z.array(z.string()).max(255).optional(),
      }),
    }),
    settings: z.strictObject({
      event_subscriptions: z.strictObject({
        request_url: address.optional(),
        bot_events: z.array(z.string()).max(100),
      }),
      interactivity: z.strictObject({ is_enabled: z.boolean(), request_url: address.optional() }),
      org_deploy_enabled: z.boolean(),
      socket_mode_enabled: z.boolean(),
      token_rotation_enabled: z.boolean(),
    }),
  })
  .superRefine(({ settings, features }, context) => {
    // Slack takes each of them from one side only: an address, or the socket.
    const parts: [string, string | undefined][] = [
      ['/settings/event_subscriptions', settings.event_subscriptions.request_url],
      ['/settings/interactivity', settings.interactivity.request_url],
      ...features.slash_commands.map(({ command, url }): [string, string | undefined] => [command, url]),
    ];
    for (const [where, url] of parts) {
      if ((url === undefined) !== settings.socket_mode_enabled)
        context.addIssue({ code: 'custom', message: `${where} needs an address or Socket Mode, not both` });
    }
  });
