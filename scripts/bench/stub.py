"""The tables that a look reads, for databases that only have to be many."""

TABLES = """
CREATE TABLE ir_module_module (
    name text, state text, latest_version text, write_date timestamp);
INSERT INTO ir_module_module VALUES ('base', 'installed', '19.0.1.3', now());
CREATE TABLE ir_cron (
    id serial, active bool, nextcall timestamp, write_date timestamp,
    lastcall timestamp, interval_number int, interval_type text);
CREATE TABLE ir_config_parameter (key text, value text);
CREATE TABLE ir_model_data (module text, model text, name text, res_id int);
"""
