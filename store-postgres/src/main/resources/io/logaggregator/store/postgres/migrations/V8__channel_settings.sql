-- Channels of any kind: settings by name, and secrets apart, so that no other statement reads them.
alter table notification_channel
    drop constraint notification_channel_kind_check,
    add column settings jsonb not null default '{}',
    add column secrets  jsonb not null default '{}';
update notification_channel
set kind = lower(kind),
    settings = jsonb_build_object('url', url),
    secrets = jsonb_build_object('secret', secret);
alter table notification_channel
    drop column url,
    drop column secret,
    alter column settings drop default,
    alter column secrets drop default;
