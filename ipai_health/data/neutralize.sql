-- a copy must not tell the production's chat what it sees
DELETE FROM ir_config_parameter WHERE key = 'ipai_health.webhook_url';

-- the nodes of the production are none of the copy's, nor what they found; nobody is
-- told that it healed
UPDATE ipai_health_check
   SET status = NULL
 WHERE id IN (SELECT check_id FROM ipai_health_finding
               WHERE node <> '' AND state <> 'resolved');
UPDATE ipai_health_finding
   SET state = 'resolved',
       resolved_at = now() AT TIME ZONE 'UTC',
       told_inside = CASE WHEN told_inside = 'open' THEN 'resolved' END,
       told_outside = CASE WHEN told_outside = 'open' THEN 'resolved' END
 WHERE node <> '' AND state <> 'resolved';
UPDATE ipai_health_check SET node_memos = NULL WHERE node_memos IS NOT NULL;
DELETE FROM ipai_health_node;
