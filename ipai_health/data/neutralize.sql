-- a copy must not tell the production's chat what it sees
DELETE FROM ir_config_parameter WHERE key = 'ipai_health.webhook_url';

-- the nodes of the production are none of the copy's, nor what they found
UPDATE ipai_health_finding
   SET state = 'resolved', resolved_at = now() AT TIME ZONE 'UTC'
 WHERE node <> '' AND state <> 'resolved';
DELETE FROM ipai_health_node;
