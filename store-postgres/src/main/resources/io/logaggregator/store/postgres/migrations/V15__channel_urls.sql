-- The URL of a webhook may contain a secret: settings and the audit log get scheme and host only.
create function shortened(url text) returns text language sql immutable as $$
    select coalesce(substring(url from '^[^:/?#]+://[^/?#]+'), '') || '/***'
$$;
create function with_shortened_url(channel jsonb) returns jsonb language sql immutable as $$
    select case
        when channel ->> 'url' is not null
            then channel || jsonb_build_object('url', shortened(channel ->> 'url'))
        when channel -> 'settings' ->> 'url' is not null
            then jsonb_set(channel, '{settings,url}', to_jsonb(shortened(channel -> 'settings' ->> 'url')))
        else channel
    end
$$;

update notification_channel
set secrets = secrets || jsonb_build_object('url', settings -> 'url'),
    settings = settings || jsonb_build_object('url', shortened(settings ->> 'url'))
where kind = 'webhook';
update audit_entry set before = with_shortened_url(before), after = with_shortened_url(after) where kind = 'CHANNEL';

drop function with_shortened_url;
drop function shortened;
