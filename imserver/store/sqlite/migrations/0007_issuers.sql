-- Who answers for a grant: the id of a person or API token, empty for the admin socket. The audit log knows it of those
-- that were made before. Where it is too old for that, an owner of today by whose login a webhook was added answers for
-- that; nobody does for anything else, and the grant is void.
ALTER TABLE links ADD COLUMN issuer TEXT NOT NULL DEFAULT 'unknown';
ALTER TABLE api_tokens ADD COLUMN issuer TEXT NOT NULL DEFAULT 'unknown';
ALTER TABLE webhooks ADD COLUMN issuer TEXT NOT NULL DEFAULT 'unknown';

DELETE FROM links WHERE kind = 'setup';
UPDATE links SET issuer = coalesce((
    SELECT actor FROM audit WHERE action IN ('user.link', 'user.created') AND target = links.user
        AND actor_name = links.created_by ORDER BY id DESC LIMIT 1), 'unknown') WHERE kind = 'password';
UPDATE links SET issuer = coalesce((
    SELECT actor FROM audit WHERE action = 'invite.created' AND actor_name = links.created_by
        AND at >= links.created_at ORDER BY id LIMIT 1), 'unknown') WHERE kind = 'invite';
UPDATE api_tokens SET issuer = coalesce((
    SELECT actor FROM audit WHERE action = 'token.created' AND target = api_tokens.id ORDER BY id LIMIT 1), 'unknown');
UPDATE webhooks SET issuer = coalesce(
    (SELECT actor FROM audit WHERE action = 'webhook.added' AND target = webhooks.id ORDER BY id LIMIT 1),
    (SELECT '' WHERE created_by = 'local'),
    (SELECT id FROM users WHERE login = webhooks.created_by AND role = 'owner'),
    'unknown');

CREATE INDEX api_tokens_by_issuer ON api_tokens (issuer);
CREATE INDEX links_by_user ON links (user) WHERE user IS NOT NULL;
CREATE INDEX links_by_issuer ON links (issuer);
