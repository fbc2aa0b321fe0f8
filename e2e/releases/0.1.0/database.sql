--
-- PostgreSQL database dump
--


-- Dumped from database version 15.18 (Debian 15.18-0+deb12u1)
-- Dumped by pg_dump version 15.18 (Debian 15.18-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: exp; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA exp;


--
-- Name: move_head(text, text, text, boolean, text); Type: FUNCTION; Schema: exp; Owner: -
--

CREATE FUNCTION exp.move_head(the_kind text, the_key text, next_hash text, compare boolean, expected text) RETURNS TABLE(outcome text, rev bigint)
    LANGUAGE plpgsql
    AS $$
declare
  head exp.heads;
begin
  select * into head from exp.heads h where h.kind = the_kind and h.key = the_key;
  if head.hash is not distinct from next_hash then
    return query select 'unchanged', coalesce(head.rev, 0);
    return;
  end if;
  perform 1 from exp.head_counter for update;  -- everybody's first lock here, so nobody deadlocks
  select * into head from exp.heads h where h.kind = the_kind and h.key = the_key;
  if head.hash is not distinct from next_hash then
    return query select 'unchanged', coalesce(head.rev, 0);
  elsif compare and head.hash is distinct from expected then
    return query select 'conflict', coalesce(head.rev, 0);
  else
    update exp.head_counter c set rev = c.rev + 1 returning c.rev into head.rev;
    insert into exp.heads (kind, key, hash, rev) values (the_kind, the_key, next_hash, head.rev)
      on conflict (kind, key) do update set hash = excluded.hash, rev = excluded.rev, moved_at = now();
    perform pg_notify('exp_heads', '-');
    return query select 'moved', head.rev;
  end if;
end $$;


--
-- Name: event_seq; Type: SEQUENCE; Schema: exp; Owner: -
--

CREATE SEQUENCE exp.event_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 64;


SET default_tablespace = '';

--
-- Name: events; Type: TABLE; Schema: exp; Owner: -
--

CREATE TABLE exp.events (
    unit text NOT NULL,
    received_at timestamp with time zone DEFAULT now() NOT NULL,
    seq bigint DEFAULT nextval('exp.event_seq'::regclass) NOT NULL,
    xid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    id text NOT NULL,
    type text NOT NULL,
    at timestamp with time zone NOT NULL,
    release text,
    arm text,
    data jsonb DEFAULT '{}'::jsonb NOT NULL
)
PARTITION BY RANGE (received_at);


--
-- Name: next_events(text, integer, bigint); Type: FUNCTION; Schema: exp; Owner: -
--

CREATE FUNCTION exp.next_events(consumer text, most integer, most_bytes bigint) RETURNS TABLE(event exp.events, bytes bigint)
    LANGUAGE plpgsql STABLE
    AS $$
begin
  bytes := 0;
  for event in
    select e.* from exp.consumers c, lateral (
      select * from exp.events
      where (xid, seq) > (c.xid, c.seq) and xid < pg_snapshot_xmin(pg_current_snapshot())
        and received_at >= least(c.since, now()) - interval '1 day'
      order by xid, seq limit most) e
    where c.name = consumer order by e.xid, e.seq
  loop
    bytes := bytes + octet_length((event).data::text);
    return next;
    exit when bytes >= most_bytes;
  end loop;
end $$;


SET default_table_access_method = heap;

--
-- Name: consumers; Type: TABLE; Schema: exp; Owner: -
--

CREATE TABLE exp.consumers (
    name text NOT NULL,
    cluster text NOT NULL,
    xid xid8 DEFAULT '0'::xid8 NOT NULL,
    seq bigint DEFAULT 0 NOT NULL,
    since timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL
);


--
-- Name: conversations; Type: TABLE; Schema: exp; Owner: -
--

CREATE TABLE exp.conversations (
    id text NOT NULL,
    unit text NOT NULL,
    status text DEFAULT 'ACTIVE'::text NOT NULL,
    outcome text,
    plan json NOT NULL,
    experiment text,
    variant text,
    arm text,
    release text,
    prompt_version text,
    attributes json NOT NULL,
    variables json NOT NULL,
    fence integer DEFAULT 0 NOT NULL,
    version integer DEFAULT 0 NOT NULL,
    turn_count integer DEFAULT 0 NOT NULL,
    lease_until timestamp with time zone,
    cursor text DEFAULT '0-0'::text NOT NULL,
    started_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    flow text,
    flow_version text,
    flow_state json,
    stand_in boolean DEFAULT false NOT NULL
)
WITH (fillfactor='70');


--
-- Name: effects; Type: TABLE; Schema: exp; Owner: -
--

CREATE TABLE exp.effects (
    conversation text NOT NULL,
    turn integer NOT NULL,
    key text NOT NULL,
    answer json,
    begun_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);


--
-- Name: event_ids; Type: TABLE; Schema: exp; Owner: -
--

CREATE TABLE exp.event_ids (
    unit text NOT NULL,
    id text NOT NULL,
    seen_at timestamp with time zone DEFAULT now() NOT NULL
);


--
-- Name: events_2026_11_25; Type: TABLE; Schema: exp; Owner: -
--

CREATE TABLE exp.events_2026_11_25 (
    unit text NOT NULL,
    received_at timestamp with time zone DEFAULT now() NOT NULL,
    seq bigint DEFAULT nextval('exp.event_seq'::regclass) NOT NULL,
    xid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    id text NOT NULL,
    type text NOT NULL,
    at timestamp with time zone NOT NULL,
    release text,
    arm text,
    data jsonb DEFAULT '{}'::jsonb NOT NULL
);


--
-- Name: events_2026_11_26; Type: TABLE; Schema: exp; Owner: -
--

CREATE TABLE exp.events_2026_11_26 (
    unit text NOT NULL,
    received_at timestamp with time zone DEFAULT now() NOT NULL,
    seq bigint DEFAULT nextval('exp.event_seq'::regclass) NOT NULL,
    xid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    id text NOT NULL,
    type text NOT NULL,
    at timestamp with time zone NOT NULL,
    release text,
    arm text,
    data jsonb DEFAULT '{}'::jsonb NOT NULL
);


--
-- Name: events_2026_11_27; Type: TABLE; Schema: exp; Owner: -
--

CREATE TABLE exp.events_2026_11_27 (
    unit text NOT NULL,
    received_at timestamp with time zone DEFAULT now() NOT NULL,
    seq bigint DEFAULT nextval('exp.event_seq'::regclass) NOT NULL,
    xid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    id text NOT NULL,
    type text NOT NULL,
    at timestamp with time zone NOT NULL,
    release text,
    arm text,
    data jsonb DEFAULT '{}'::jsonb NOT NULL
);


--
-- Name: events_2026_11_28; Type: TABLE; Schema: exp; Owner: -
--

CREATE TABLE exp.events_2026_11_28 (
    unit text NOT NULL,
    received_at timestamp with time zone DEFAULT now() NOT NULL,
    seq bigint DEFAULT nextval('exp.event_seq'::regclass) NOT NULL,
    xid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    id text NOT NULL,
    type text NOT NULL,
    at timestamp with time zone NOT NULL,
    release text,
    arm text,
    data jsonb DEFAULT '{}'::jsonb NOT NULL
);


--
-- Name: events_2026_11_29; Type: TABLE; Schema: exp; Owner: -
--

CREATE TABLE exp.events_2026_11_29 (
    unit text NOT NULL,
    received_at timestamp with time zone DEFAULT now() NOT NULL,
    seq bigint DEFAULT nextval('exp.event_seq'::regclass) NOT NULL,
    xid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    id text NOT NULL,
    type text NOT NULL,
    at timestamp with time zone NOT NULL,
    release text,
    arm text,
    data jsonb DEFAULT '{}'::jsonb NOT NULL
);


--
-- Name: events_2026_11_30; Type: TABLE; Schema: exp; Owner: -
--

CREATE TABLE exp.events_2026_11_30 (
    unit text NOT NULL,
    received_at timestamp with time zone DEFAULT now() NOT NULL,
    seq bigint DEFAULT nextval('exp.event_seq'::regclass) NOT NULL,
    xid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    id text NOT NULL,
    type text NOT NULL,
    at timestamp with time zone NOT NULL,
    release text,
    arm text,
    data jsonb DEFAULT '{}'::jsonb NOT NULL
);


--
-- Name: events_2026_12_01; Type: TABLE; Schema: exp; Owner: -
--

CREATE TABLE exp.events_2026_12_01 (
    unit text NOT NULL,
    received_at timestamp with time zone DEFAULT now() NOT NULL,
    seq bigint DEFAULT nextval('exp.event_seq'::regclass) NOT NULL,
    xid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    id text NOT NULL,
    type text NOT NULL,
    at timestamp with time zone NOT NULL,
    release text,
    arm text,
    data jsonb DEFAULT '{}'::jsonb NOT NULL
);


--
-- Name: events_2026_12_02; Type: TABLE; Schema: exp; Owner: -
--

CREATE TABLE exp.events_2026_12_02 (
    unit text NOT NULL,
    received_at timestamp with time zone DEFAULT now() NOT NULL,
    seq bigint DEFAULT nextval('exp.event_seq'::regclass) NOT NULL,
    xid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    id text NOT NULL,
    type text NOT NULL,
    at timestamp with time zone NOT NULL,
    release text,
    arm text,
    data jsonb DEFAULT '{}'::jsonb NOT NULL
);


--
-- Name: events_default; Type: TABLE; Schema: exp; Owner: -
--

CREATE TABLE exp.events_default (
    unit text NOT NULL,
    received_at timestamp with time zone DEFAULT now() NOT NULL,
    seq bigint DEFAULT nextval('exp.event_seq'::regclass) NOT NULL,
    xid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    id text NOT NULL,
    type text NOT NULL,
    at timestamp with time zone NOT NULL,
    release text,
    arm text,
    data jsonb DEFAULT '{}'::jsonb NOT NULL
);


--
-- Name: execution_effects; Type: TABLE; Schema: exp; Owner: -
--

CREATE TABLE exp.execution_effects (
    execution text NOT NULL,
    key text NOT NULL,
    answer json,
    begun_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);


--
-- Name: executions; Type: TABLE; Schema: exp; Owner: -
--

CREATE TABLE exp.executions (
    id text NOT NULL,
    unit text NOT NULL,
    experiment text NOT NULL,
    client_execution_id text,
    input_hash text NOT NULL,
    plan json NOT NULL,
    variant text NOT NULL,
    arm text NOT NULL,
    release text NOT NULL,
    prompt_version text,
    status text DEFAULT 'RUNNING'::text NOT NULL,
    stand_in boolean NOT NULL,
    lease_until timestamp with time zone,
    output json,
    failure_code text,
    failure_message text,
    latency_ms integer,
    usage json,
    model text,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone
)
WITH (fillfactor='70');


--
-- Name: experiments; Type: TABLE; Schema: exp; Owner: -
--

CREATE TABLE exp.experiments (
    key text NOT NULL,
    name text NOT NULL,
    hypothesis text,
    status text NOT NULL,
    unit_type text NOT NULL,
    traffic double precision NOT NULL,
    salt text NOT NULL,
    allocation integer NOT NULL,
    winner text,
    release text,
    created_at timestamp with time zone NOT NULL,
    started_at timestamp with time zone,
    stopped_at timestamp with time zone,
    version integer NOT NULL,
    CONSTRAINT experiments_status_check CHECK ((status = ANY (ARRAY['DRAFT'::text, 'RUNNING'::text, 'PAUSED'::text, 'STOPPED'::text, 'ARCHIVED'::text]))),
    CONSTRAINT experiments_traffic_check CHECK (((traffic >= (0)::double precision) AND (traffic <= (1)::double precision)))
);


--
-- Name: exposures; Type: TABLE; Schema: exp; Owner: -
--

CREATE TABLE exp.exposures (
    unit text NOT NULL,
    experiment text NOT NULL,
    allocation integer NOT NULL,
    variant text NOT NULL,
    stand_in boolean NOT NULL,
    release text NOT NULL,
    arm text NOT NULL,
    bucket double precision,
    propensity double precision,
    reason text NOT NULL,
    first_at timestamp with time zone NOT NULL
);


--
-- Name: flow_versions; Type: TABLE; Schema: exp; Owner: -
--

CREATE TABLE exp.flow_versions (
    flow text NOT NULL,
    number integer NOT NULL,
    description text NOT NULL,
    status text NOT NULL,
    definition json NOT NULL,
    checksum text NOT NULL,
    release text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT flow_versions_number_check CHECK ((number > 0)),
    CONSTRAINT flow_versions_status_check CHECK ((status = ANY (ARRAY['DRAFT'::text, 'ACTIVE'::text, 'ARCHIVED'::text])))
);


--
-- Name: flows; Type: TABLE; Schema: exp; Owner: -
--

CREATE TABLE exp.flows (
    key text NOT NULL,
    description text NOT NULL,
    created_at timestamp with time zone NOT NULL
);


--
-- Name: head_counter; Type: TABLE; Schema: exp; Owner: -
--

CREATE TABLE exp.head_counter (
    only_row boolean DEFAULT true NOT NULL,
    rev bigint NOT NULL,
    CONSTRAINT head_counter_only_row_check CHECK (only_row)
);


--
-- Name: heads; Type: TABLE; Schema: exp; Owner: -
--

CREATE TABLE exp.heads (
    kind text NOT NULL,
    key text NOT NULL,
    hash text,
    rev bigint NOT NULL,
    moved_at timestamp with time zone DEFAULT now() NOT NULL
);


--
-- Name: messages; Type: TABLE; Schema: exp; Owner: -
--

CREATE TABLE exp.messages (
    conversation text NOT NULL,
    turn integer NOT NULL,
    role text NOT NULL,
    text text NOT NULL,
    status text NOT NULL,
    usage json,
    arm text,
    model text,
    stand_in boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone NOT NULL
);


--
-- Name: migrations_analytics; Type: TABLE; Schema: exp; Owner: -
--

CREATE TABLE exp.migrations_analytics (
    id integer NOT NULL,
    "timestamp" bigint NOT NULL,
    name character varying NOT NULL
);


--
-- Name: migrations_analytics_id_seq; Type: SEQUENCE; Schema: exp; Owner: -
--

CREATE SEQUENCE exp.migrations_analytics_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: migrations_analytics_id_seq; Type: SEQUENCE OWNED BY; Schema: exp; Owner: -
--

ALTER SEQUENCE exp.migrations_analytics_id_seq OWNED BY exp.migrations_analytics.id;


--
-- Name: migrations_experiments; Type: TABLE; Schema: exp; Owner: -
--

CREATE TABLE exp.migrations_experiments (
    id integer NOT NULL,
    "timestamp" bigint NOT NULL,
    name character varying NOT NULL
);


--
-- Name: migrations_experiments_id_seq; Type: SEQUENCE; Schema: exp; Owner: -
--

CREATE SEQUENCE exp.migrations_experiments_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: migrations_experiments_id_seq; Type: SEQUENCE OWNED BY; Schema: exp; Owner: -
--

ALTER SEQUENCE exp.migrations_experiments_id_seq OWNED BY exp.migrations_experiments.id;


--
-- Name: migrations_flows; Type: TABLE; Schema: exp; Owner: -
--

CREATE TABLE exp.migrations_flows (
    id integer NOT NULL,
    "timestamp" bigint NOT NULL,
    name character varying NOT NULL
);


--
-- Name: migrations_flows_id_seq; Type: SEQUENCE; Schema: exp; Owner: -
--

CREATE SEQUENCE exp.migrations_flows_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: migrations_flows_id_seq; Type: SEQUENCE OWNED BY; Schema: exp; Owner: -
--

ALTER SEQUENCE exp.migrations_flows_id_seq OWNED BY exp.migrations_flows.id;


--
-- Name: migrations_prompts; Type: TABLE; Schema: exp; Owner: -
--

CREATE TABLE exp.migrations_prompts (
    id integer NOT NULL,
    "timestamp" bigint NOT NULL,
    name character varying NOT NULL
);


--
-- Name: migrations_prompts_id_seq; Type: SEQUENCE; Schema: exp; Owner: -
--

CREATE SEQUENCE exp.migrations_prompts_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: migrations_prompts_id_seq; Type: SEQUENCE OWNED BY; Schema: exp; Owner: -
--

ALTER SEQUENCE exp.migrations_prompts_id_seq OWNED BY exp.migrations_prompts.id;


--
-- Name: policies; Type: TABLE; Schema: exp; Owner: -
--

CREATE TABLE exp.policies (
    name text NOT NULL,
    description text NOT NULL,
    created_at timestamp with time zone NOT NULL
);


--
-- Name: policy_versions; Type: TABLE; Schema: exp; Owner: -
--

CREATE TABLE exp.policy_versions (
    policy text NOT NULL,
    number integer NOT NULL,
    alias text,
    description text NOT NULL,
    status text NOT NULL,
    model_name text NOT NULL,
    model_version text NOT NULL,
    endpoint text NOT NULL,
    inputs jsonb NOT NULL,
    params jsonb NOT NULL,
    timeout_ms integer NOT NULL,
    checksum text NOT NULL,
    release text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT policy_versions_number_check CHECK ((number > 0)),
    CONSTRAINT policy_versions_status_check CHECK ((status = ANY (ARRAY['ACTIVE'::text, 'ARCHIVED'::text]))),
    CONSTRAINT policy_versions_timeout_ms_check CHECK ((timeout_ms > 0))
);


--
-- Name: prompt_labels; Type: TABLE; Schema: exp; Owner: -
--

CREATE TABLE exp.prompt_labels (
    prompt text NOT NULL,
    label text NOT NULL,
    version integer NOT NULL,
    declared integer
);


--
-- Name: prompt_versions; Type: TABLE; Schema: exp; Owner: -
--

CREATE TABLE exp.prompt_versions (
    prompt text NOT NULL,
    number integer NOT NULL,
    description text NOT NULL,
    status text NOT NULL,
    syntax text NOT NULL,
    template text NOT NULL,
    variables jsonb NOT NULL,
    model_provider text NOT NULL,
    model_name text NOT NULL,
    params jsonb NOT NULL,
    replies jsonb NOT NULL,
    checksum text NOT NULL,
    source_file text,
    release text NOT NULL,
    declared_status text,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT prompt_versions_declared_status_check CHECK ((declared_status = ANY (ARRAY['DRAFT'::text, 'ACTIVE'::text, 'ARCHIVED'::text]))),
    CONSTRAINT prompt_versions_number_check CHECK ((number > 0)),
    CONSTRAINT prompt_versions_status_check CHECK ((status = ANY (ARRAY['DRAFT'::text, 'ACTIVE'::text, 'ARCHIVED'::text]))),
    CONSTRAINT prompt_versions_syntax_check CHECK ((syntax = ANY (ARRAY['JINJA'::text, 'MUSTACHE'::text])))
);


--
-- Name: prompts; Type: TABLE; Schema: exp; Owner: -
--

CREATE TABLE exp.prompts (
    name text NOT NULL,
    description text NOT NULL,
    created_at timestamp with time zone NOT NULL
);


--
-- Name: releases; Type: TABLE; Schema: exp; Owner: -
--

CREATE TABLE exp.releases (
    hash text NOT NULL,
    kind text NOT NULL,
    key text NOT NULL,
    schema integer NOT NULL,
    body text NOT NULL,
    refs text[] DEFAULT '{}'::text[] NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);


--
-- Name: replicas; Type: TABLE; Schema: exp; Owner: -
--

CREATE UNLOGGED TABLE exp.replicas (
    service text NOT NULL,
    id text NOT NULL,
    url text NOT NULL,
    schema text NOT NULL,
    holds text[] NOT NULL,
    seen_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);


--
-- Name: store_migrations; Type: TABLE; Schema: exp; Owner: -
--

CREATE TABLE exp.store_migrations (
    name text NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
);


--
-- Name: stream_entries; Type: TABLE; Schema: exp; Owner: -
--

CREATE TABLE exp.stream_entries (
    conversation text NOT NULL,
    fence bigint NOT NULL,
    n integer NOT NULL,
    entry text NOT NULL,
    at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);


--
-- Name: streams; Type: TABLE; Schema: exp; Owner: -
--

CREATE TABLE exp.streams (
    conversation text NOT NULL,
    fence bigint NOT NULL,
    n integer NOT NULL,
    trimmed_fence bigint DEFAULT 0 NOT NULL,
    trimmed_n integer DEFAULT 0 NOT NULL
)
WITH (fillfactor='70');


--
-- Name: turns; Type: TABLE; Schema: exp; Owner: -
--

CREATE TABLE exp.turns (
    conversation text NOT NULL,
    number integer NOT NULL,
    client_message_id text NOT NULL,
    fence integer NOT NULL,
    status text DEFAULT 'RUNNING'::text NOT NULL,
    stand_in boolean NOT NULL,
    failure_code text,
    failure_message text,
    cancel_requested boolean DEFAULT false NOT NULL,
    closed boolean DEFAULT false NOT NULL,
    started_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone
)
WITH (fillfactor='70');


--
-- Name: variant_totals; Type: TABLE; Schema: exp; Owner: -
--

CREATE TABLE exp.variant_totals (
    experiment text NOT NULL,
    variant text NOT NULL,
    stand_in boolean NOT NULL,
    exposures bigint NOT NULL,
    completions bigint NOT NULL,
    failures bigint NOT NULL,
    CONSTRAINT variant_totals_completions_check CHECK ((completions >= 0)),
    CONSTRAINT variant_totals_exposures_check CHECK ((exposures >= 0)),
    CONSTRAINT variant_totals_failures_check CHECK ((failures >= 0))
);


--
-- Name: variants; Type: TABLE; Schema: exp; Owner: -
--

CREATE TABLE exp.variants (
    experiment text NOT NULL,
    key text NOT NULL,
    "position" integer NOT NULL,
    name text,
    weight double precision NOT NULL,
    is_control boolean NOT NULL,
    execution_strategy text NOT NULL,
    config jsonb NOT NULL,
    resolved jsonb,
    pins jsonb,
    arm text,
    CONSTRAINT variants_weight_check CHECK ((weight >= (0)::double precision))
);


--
-- Name: events_2026_11_25; Type: TABLE ATTACH; Schema: exp; Owner: -
--

ALTER TABLE ONLY exp.events ATTACH PARTITION exp.events_2026_11_25 FOR VALUES FROM ('2026-11-25 00:00:00+00') TO ('2026-11-26 00:00:00+00');


--
-- Name: events_2026_11_26; Type: TABLE ATTACH; Schema: exp; Owner: -
--

ALTER TABLE ONLY exp.events ATTACH PARTITION exp.events_2026_11_26 FOR VALUES FROM ('2026-11-26 00:00:00+00') TO ('2026-11-27 00:00:00+00');


--
-- Name: events_2026_11_27; Type: TABLE ATTACH; Schema: exp; Owner: -
--

ALTER TABLE ONLY exp.events ATTACH PARTITION exp.events_2026_11_27 FOR VALUES FROM ('2026-11-27 00:00:00+00') TO ('2026-11-28 00:00:00+00');


--
-- Name: events_2026_11_28; Type: TABLE ATTACH; Schema: exp; Owner: -
--

ALTER TABLE ONLY exp.events ATTACH PARTITION exp.events_2026_11_28 FOR VALUES FROM ('2026-11-28 00:00:00+00') TO ('2026-11-29 00:00:00+00');


--
-- Name: events_2026_11_29; Type: TABLE ATTACH; Schema: exp; Owner: -
--

ALTER TABLE ONLY exp.events ATTACH PARTITION exp.events_2026_11_29 FOR VALUES FROM ('2026-11-29 00:00:00+00') TO ('2026-11-30 00:00:00+00');


--
-- Name: events_2026_11_30; Type: TABLE ATTACH; Schema: exp; Owner: -
--

ALTER TABLE ONLY exp.events ATTACH PARTITION exp.events_2026_11_30 FOR VALUES FROM ('2026-11-30 00:00:00+00') TO ('2026-12-01 00:00:00+00');


--
-- Name: events_2026_12_01; Type: TABLE ATTACH; Schema: exp; Owner: -
--

ALTER TABLE ONLY exp.events ATTACH PARTITION exp.events_2026_12_01 FOR VALUES FROM ('2026-12-01 00:00:00+00') TO ('2026-12-02 00:00:00+00');


--
-- Name: events_2026_12_02; Type: TABLE ATTACH; Schema: exp; Owner: -
--

ALTER TABLE ONLY exp.events ATTACH PARTITION exp.events_2026_12_02 FOR VALUES FROM ('2026-12-02 00:00:00+00') TO ('2026-12-03 00:00:00+00');


--
-- Name: events_default; Type: TABLE ATTACH; Schema: exp; Owner: -
--

ALTER TABLE ONLY exp.events ATTACH PARTITION exp.events_default DEFAULT;


--
-- Name: migrations_analytics id; Type: DEFAULT; Schema: exp; Owner: -
--

ALTER TABLE ONLY exp.migrations_analytics ALTER COLUMN id SET DEFAULT nextval('exp.migrations_analytics_id_seq'::regclass);


--
-- Name: migrations_experiments id; Type: DEFAULT; Schema: exp; Owner: -
--

ALTER TABLE ONLY exp.migrations_experiments ALTER COLUMN id SET DEFAULT nextval('exp.migrations_experiments_id_seq'::regclass);


--
-- Name: migrations_flows id; Type: DEFAULT; Schema: exp; Owner: -
--

ALTER TABLE ONLY exp.migrations_flows ALTER COLUMN id SET DEFAULT nextval('exp.migrations_flows_id_seq'::regclass);


--
-- Name: migrations_prompts id; Type: DEFAULT; Schema: exp; Owner: -
--

ALTER TABLE ONLY exp.migrations_prompts ALTER COLUMN id SET DEFAULT nextval('exp.migrations_prompts_id_seq'::regclass);


--
-- Data for Name: consumers; Type: TABLE DATA; Schema: exp; Owner: -
--

INSERT INTO exp.consumers VALUES
	('analytics', '7712182527421335115', '1866', 160, '2026-11-25 18:48:40.435+00');


--
-- Data for Name: conversations; Type: TABLE DATA; Schema: exp; Owner: -
--

INSERT INTO exp.conversations VALUES
	('YOzrwj4WMpcxSe7zL0QC0g', 'vera', 'ACTIVE', NULL, '{"strategy":"prompt_template","config":{"execution_strategy":"prompt_template","prompt_config":{"prompt_version_id":"cook@1"}},"pins":{"cook@1":"76b578e6c8244f4f09072aea10d1d6cd1457aa556b71035cfd8cc4d865e8c55b"},"arm":{"experiment":"cooking","variant":"plans","hash":"1e24737c38b084538a7da0d1b409ffa491bd7fb0768bd82dcf0df4e4544224da","propensity":0.5}}', 'cooking', 'plans', '1e24737c38b084538a7da0d1b409ffa491bd7fb0768bd82dcf0df4e4544224da', '17601cf198e8b55ff4d5fac3274117c8f15488426c115c32fd80a0307dd99bed', 'cook@1', '{}', '{}', 2, 2, 2, NULL, '2-2147483647', '2026-11-25 18:48:39.806+00', '2026-11-26 18:48:40.044+00', NULL, NULL, NULL, NULL, true),
	('QvGPFirif6iZsI-kurQb_A', 'Zoë', 'ACTIVE', NULL, '{"strategy":"prompt_template","config":{"execution_strategy":"prompt_template","params":{"temperature":0.2},"prompt_config":{"prompt_version_id":"cook@2"}},"pins":{"cook@2":"be82af9ba3d6d3f012f05fa0be94cbbbb61a81a50638ce1347a7cf8a42a2b53b"},"arm":{"experiment":"cooking","variant":"asks","hash":"49abdaf27d1eb183f01be6410916fb13a1e721a0bb4272c32429ca25588f1e7e","propensity":0.5}}', 'cooking', 'asks', '49abdaf27d1eb183f01be6410916fb13a1e721a0bb4272c32429ca25588f1e7e', '17601cf198e8b55ff4d5fac3274117c8f15488426c115c32fd80a0307dd99bed', 'cook@2', '{}', '{}', 2, 2, 2, NULL, '2-2147483647', '2026-11-25 18:48:40.244+00', '2026-11-26 18:48:40.382+00', NULL, NULL, NULL, NULL, true),
	('hWcj1xb3MtKXdml-Jxb57g', 'otto', 'COMPLETED', 'satisfied', '{"strategy":"prompt_template","config":{"execution_strategy":"prompt_template","prompt_config":{"prompt_version_id":"cook@1"}},"pins":{"cook@1":"76b578e6c8244f4f09072aea10d1d6cd1457aa556b71035cfd8cc4d865e8c55b"},"arm":{"experiment":"cooking","variant":"plans","hash":"1e24737c38b084538a7da0d1b409ffa491bd7fb0768bd82dcf0df4e4544224da","propensity":0.5}}', 'cooking', 'plans', '1e24737c38b084538a7da0d1b409ffa491bd7fb0768bd82dcf0df4e4544224da', '17601cf198e8b55ff4d5fac3274117c8f15488426c115c32fd80a0307dd99bed', 'cook@1', '{}', '{}', 3, 3, 2, NULL, '2-2147483647', '2026-11-25 18:48:40.101+00', '2026-11-26 18:48:40.223+00', '2026-11-25 18:48:40.435+00', NULL, NULL, NULL, true);


--
-- Data for Name: effects; Type: TABLE DATA; Schema: exp; Owner: -
--



--
-- Data for Name: event_ids; Type: TABLE DATA; Schema: exp; Owner: -
--

INSERT INTO exp.event_ids VALUES
	('household-0', 'Htt55wD2ix3ySzIhKHEUlQ:execution', '2026-11-25 18:48:36.09563+00'),
	('household-1', 'QWQq6ACxg_uKmz6mplIzBQ:execution', '2026-11-25 18:48:36.535826+00'),
	('household-2', '44SDI7uQDuWZccgHlQupqQ:execution', '2026-11-25 18:48:36.595896+00'),
	('household-3', 'WqBGHCaGjCUiiK_rCZBYDw:execution', '2026-11-25 18:48:36.621025+00'),
	('household-5', 'RuM8mtd4AB51v7JvZA0_dQ:execution', '2026-11-25 18:48:36.657699+00'),
	('household-6', 'lxaDiAIy7vIipWEjkFmyXg:execution', '2026-11-25 18:48:36.697999+00'),
	('household-7', '4l0GEMcIN1LEPaiw45cfkQ:execution', '2026-11-25 18:48:36.73849+00'),
	('household-8', 'J-yX3xhaDyJ24bQgrRC4cA:execution', '2026-11-25 18:48:36.838467+00'),
	('household-10', '9u61LEI2nlb6xmqtFYg0Fg:execution', '2026-11-25 18:48:36.947922+00'),
	('household-11', 'G6-qm8ay7m3E8dkk3gxCHA:execution', '2026-11-25 18:48:36.992329+00'),
	('household-12', 'ngktSz-tRzCJSeiYNEicYA:execution', '2026-11-25 18:48:37.054509+00'),
	('household-13', 'MtABXGqRDa2JYJz2NJO7RQ:execution', '2026-11-25 18:48:37.154922+00'),
	('household-14', 'kEIGO87a43m1VBCBDCcuPw:execution', '2026-11-25 18:48:37.307958+00'),
	('household-16', '0i1mgRDdM8ti3mcDXaYEjA:execution', '2026-11-25 18:48:37.393985+00'),
	('household-17', 'mN_II348s2i-4rXAEmzfRg:execution', '2026-11-25 18:48:37.489399+00'),
	('household-18', '-_Kqm12joL75VhWzkND1gg:execution', '2026-11-25 18:48:37.554605+00'),
	('household-0', '3dqbMwOGk8fjEunn2C9uig:execution', '2026-11-25 18:48:37.623506+00'),
	('household-1', 'Z6QGVkOBkGdkt3a7cdBUGQ:execution', '2026-11-25 18:48:37.660573+00'),
	('household-2', 'iD-D6rgv9X4mWx0FtqcE7w:execution', '2026-11-25 18:48:37.704341+00'),
	('household-3', 'Cq1dYDKRx0GaqljQXj2zeQ:execution', '2026-11-25 18:48:37.759018+00'),
	('household-4', 'H8IO9WKqyu88-yqIUn7PSw:execution', '2026-11-25 18:48:37.795126+00'),
	('household-5', 'deIkcq1n8EIuPmZ9l03qEQ:execution', '2026-11-25 18:48:37.863175+00'),
	('household-6', 'sLDLUZPqV22zxdpjCpf1fw:execution', '2026-11-25 18:48:37.934383+00'),
	('household-7', 'LTQZ-3ESgtmMJaV_zuz4Qg:execution', '2026-11-25 18:48:38.041158+00'),
	('household-8', '0rD5V7RQSgXhJguAl9eUFA:execution', '2026-11-25 18:48:38.12883+00'),
	('household-9', '05gHumFoE8Oxa-u9FOu3qg:execution', '2026-11-25 18:48:38.162522+00'),
	('household-10', 'NdsPCIymdJuD01o28IZ5tw:execution', '2026-11-25 18:48:38.221321+00'),
	('household-11', '3Q2tp3d0QF320kswH-bOGg:execution', '2026-11-25 18:48:38.262729+00'),
	('household-12', 'lAkGOoCmcHYlZvID5Se0qw:execution', '2026-11-25 18:48:38.320983+00'),
	('household-13', 's8zSoAJByYjsunC-q2PUKQ:execution', '2026-11-25 18:48:38.378588+00'),
	('household-14', 'E4L0bzfi8GY5v3GuZDTRkw:execution', '2026-11-25 18:48:38.429114+00'),
	('household-15', 'yIyCfJvKxhGAMivqm5rrVw:execution', '2026-11-25 18:48:38.470592+00'),
	('household-16', 'hLXYdzqaKtxlnApicuXqWw:execution', '2026-11-25 18:48:38.567492+00'),
	('household-17', 'DrC2_eg7kJ7Pk4u5kEaRZg:execution', '2026-11-25 18:48:38.616934+00'),
	('household-18', 'Onjqh8xyWLBXv8wprTJu3g:execution', '2026-11-25 18:48:38.671656+00'),
	('household-19', 'AmP-FWHs2eg8Nii-quw86Q:execution', '2026-11-25 18:48:38.726394+00'),
	('household-0', 'i0Uazyryk5kn9k0tVF-exg:execution', '2026-11-25 18:48:38.759841+00'),
	('household-1', 'nhaURrjMHeJXaJzjgnPT7A:execution', '2026-11-25 18:48:38.815665+00'),
	('household-2', 'nZhXHSCqq0NWsbDsv0r5xQ:execution', '2026-11-25 18:48:38.918553+00'),
	('household-4', 'rfexslZyzoytAXjmn-Waeg:execution', '2026-11-25 18:48:38.967047+00'),
	('household-6', 'Hqwo0N_XcevQfZolyPDIGQ:execution', '2026-11-25 18:48:39.013192+00'),
	('household-11', 'ubR8vnystMCmu7lheamHJg:execution', '2026-11-25 18:48:39.141598+00'),
	('household-12', 'Ex31JhdBxSP-lHBGfZMseQ:execution', '2026-11-25 18:48:39.189687+00'),
	('household-13', 'U_xXiyJAubwFcSqI2LWPuQ:execution', '2026-11-25 18:48:39.236657+00'),
	('household-14', 'akTkmGxM66FkJf0pmULNbg:execution', '2026-11-25 18:48:39.280368+00'),
	('household-15', 'bqip35_n5X03sgbAZxXVUw:execution', '2026-11-25 18:48:39.326926+00'),
	('household-17', 'iP9VCRjSdoVHFzsKsmbxNA:execution', '2026-11-25 18:48:39.373341+00'),
	('household-18', 'e9J_5kqlYaKuGDBh3e2Owg:execution', '2026-11-25 18:48:39.389986+00'),
	('household-19', 'af4sAAv9qblTVfj_HtOmCg:execution', '2026-11-25 18:48:39.417261+00'),
	('vera', 'YOzrwj4WMpcxSe7zL0QC0g:started', '2026-11-25 18:48:39.848927+00'),
	('vera', 'YOzrwj4WMpcxSe7zL0QC0g:1:user', '2026-11-25 18:48:39.913621+00'),
	('vera', 'YOzrwj4WMpcxSe7zL0QC0g:1:assistant', '2026-11-25 18:48:39.970329+00'),
	('vera', 'YOzrwj4WMpcxSe7zL0QC0g:1:execution', '2026-11-25 18:48:39.970329+00'),
	('vera', 'YOzrwj4WMpcxSe7zL0QC0g:2:user', '2026-11-25 18:48:40.006044+00'),
	('vera', 'YOzrwj4WMpcxSe7zL0QC0g:2:assistant', '2026-11-25 18:48:40.044156+00'),
	('vera', 'YOzrwj4WMpcxSe7zL0QC0g:2:execution', '2026-11-25 18:48:40.044156+00'),
	('otto', 'hWcj1xb3MtKXdml-Jxb57g:started', '2026-11-25 18:48:40.102081+00'),
	('otto', 'hWcj1xb3MtKXdml-Jxb57g:1:user', '2026-11-25 18:48:40.135961+00'),
	('otto', 'hWcj1xb3MtKXdml-Jxb57g:1:assistant', '2026-11-25 18:48:40.185145+00'),
	('otto', 'hWcj1xb3MtKXdml-Jxb57g:1:execution', '2026-11-25 18:48:40.185145+00'),
	('otto', 'hWcj1xb3MtKXdml-Jxb57g:2:user', '2026-11-25 18:48:40.211463+00'),
	('otto', 'hWcj1xb3MtKXdml-Jxb57g:2:assistant', '2026-11-25 18:48:40.228137+00'),
	('otto', 'hWcj1xb3MtKXdml-Jxb57g:2:execution', '2026-11-25 18:48:40.228137+00'),
	('Zoë', 'QvGPFirif6iZsI-kurQb_A:started', '2026-11-25 18:48:40.25977+00'),
	('Zoë', 'QvGPFirif6iZsI-kurQb_A:1:user', '2026-11-25 18:48:40.317651+00'),
	('Zoë', 'QvGPFirif6iZsI-kurQb_A:1:assistant', '2026-11-25 18:48:40.33744+00'),
	('Zoë', 'QvGPFirif6iZsI-kurQb_A:1:execution', '2026-11-25 18:48:40.33744+00'),
	('Zoë', 'QvGPFirif6iZsI-kurQb_A:2:user', '2026-11-25 18:48:40.369965+00'),
	('Zoë', 'QvGPFirif6iZsI-kurQb_A:2:assistant', '2026-11-25 18:48:40.383155+00'),
	('Zoë', 'QvGPFirif6iZsI-kurQb_A:2:execution', '2026-11-25 18:48:40.383155+00'),
	('otto', 'hWcj1xb3MtKXdml-Jxb57g:ended', '2026-11-25 18:48:40.435949+00');


--
-- Data for Name: events_2026_11_25; Type: TABLE DATA; Schema: exp; Owner: -
--

INSERT INTO exp.events_2026_11_25 VALUES
	('household-0', '2026-11-25 18:48:35.690951+00', 1, '1601', 'exposure:forecast:1:newest:stand-in', 'exposure', '2026-11-25 18:48:35.676+00', '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', 'af4a8f9e3ad7e5f22d4a8d9b9d93b73b5b3dccac133a53db8be49456887cc1fb', '{"bucket": 0.9138320961501449, "reason": "ASSIGNED", "standIn": true, "variant": "newest", "allocation": 1, "experiment": "forecast", "propensity": 0.23076923076923078}'),
	('household-0', '2026-11-25 18:48:36.09563+00', 2, '1603', 'Htt55wD2ix3ySzIhKHEUlQ:execution', 'execution_completed', '2026-11-25 18:48:36.082+00', '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', 'af4a8f9e3ad7e5f22d4a8d9b9d93b73b5b3dccac133a53db8be49456887cc1fb', '{"model": "food_budget/2", "usage": {"input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0}, "standIn": true, "variant": "newest", "strategy": "mlflow_model", "execution": "Htt55wD2ix3ySzIhKHEUlQ", "latencyMs": 250, "experiment": "forecast", "propensity": 0.23076923076923078}'),
	('household-1', '2026-11-25 18:48:36.525978+00', 3, '1607', 'exposure:forecast:1:median:stand-in', 'exposure', '2026-11-25 18:48:36.525+00', '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', '{"bucket": 0.714439406292513, "reason": "ASSIGNED", "standIn": true, "variant": "median", "allocation": 1, "experiment": "forecast", "propensity": 0.3076923076923077}'),
	('household-1', '2026-11-25 18:48:36.535826+00', 4, '1608', 'QWQq6ACxg_uKmz6mplIzBQ:execution', 'execution_completed', '2026-11-25 18:48:36.535+00', '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', '{"model": "food_budget/2", "usage": {"input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0}, "standIn": true, "variant": "median", "strategy": "mlflow_model", "execution": "QWQq6ACxg_uKmz6mplIzBQ", "latencyMs": 3, "experiment": "forecast", "propensity": 0.3076923076923077}'),
	('household-2', '2026-11-25 18:48:36.560433+00', 5, '1609', 'exposure:forecast:1:mean:stand-in', 'exposure', '2026-11-25 18:48:36.56+00', '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', '35115d36cebcf0a1485f45d296508eb5e5fcb7a7f7db6833160a79ee6596e90d', '{"bucket": 0.06708175386302173, "reason": "ASSIGNED", "standIn": true, "variant": "mean", "allocation": 1, "experiment": "forecast", "propensity": 0.46153846153846156}'),
	('household-2', '2026-11-25 18:48:36.595896+00', 6, '1612', '44SDI7uQDuWZccgHlQupqQ:execution', 'execution_completed', '2026-11-25 18:48:36.595+00', '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', '35115d36cebcf0a1485f45d296508eb5e5fcb7a7f7db6833160a79ee6596e90d', '{"model": "food_budget/1", "usage": {"input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0}, "standIn": true, "variant": "mean", "strategy": "mlflow_model", "execution": "44SDI7uQDuWZccgHlQupqQ", "latencyMs": 8, "experiment": "forecast", "propensity": 0.46153846153846156}'),
	('household-3', '2026-11-25 18:48:36.612405+00', 7, '1613', 'exposure:forecast:1:mean:stand-in', 'exposure', '2026-11-25 18:48:36.612+00', '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', '35115d36cebcf0a1485f45d296508eb5e5fcb7a7f7db6833160a79ee6596e90d', '{"bucket": 0.30080916080623865, "reason": "ASSIGNED", "standIn": true, "variant": "mean", "allocation": 1, "experiment": "forecast", "propensity": 0.46153846153846156}'),
	('household-3', '2026-11-25 18:48:36.621025+00', 8, '1614', 'WqBGHCaGjCUiiK_rCZBYDw:execution', 'execution_completed', '2026-11-25 18:48:36.62+00', '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', '35115d36cebcf0a1485f45d296508eb5e5fcb7a7f7db6833160a79ee6596e90d', '{"model": "food_budget/1", "usage": {"input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0}, "standIn": true, "variant": "mean", "strategy": "mlflow_model", "execution": "WqBGHCaGjCUiiK_rCZBYDw", "latencyMs": 4, "experiment": "forecast", "propensity": 0.46153846153846156}'),
	('household-5', '2026-11-25 18:48:36.645536+00', 9, '1617', 'exposure:forecast:1:median:stand-in', 'exposure', '2026-11-25 18:48:36.644+00', '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', '{"bucket": 0.6820875364355743, "reason": "ASSIGNED", "standIn": true, "variant": "median", "allocation": 1, "experiment": "forecast", "propensity": 0.3076923076923077}'),
	('household-5', '2026-11-25 18:48:36.657699+00', 10, '1618', 'RuM8mtd4AB51v7JvZA0_dQ:execution', 'execution_completed', '2026-11-25 18:48:36.657+00', '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', '{"model": "food_budget/2", "usage": {"input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0}, "standIn": true, "variant": "median", "strategy": "mlflow_model", "execution": "RuM8mtd4AB51v7JvZA0_dQ", "latencyMs": 7, "experiment": "forecast", "propensity": 0.3076923076923077}'),
	('household-6', '2026-11-25 18:48:36.673336+00', 11, '1619', 'exposure:forecast:1:mean:stand-in', 'exposure', '2026-11-25 18:48:36.673+00', '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', '35115d36cebcf0a1485f45d296508eb5e5fcb7a7f7db6833160a79ee6596e90d', '{"bucket": 0.10088821896351874, "reason": "ASSIGNED", "standIn": true, "variant": "mean", "allocation": 1, "experiment": "forecast", "propensity": 0.46153846153846156}'),
	('household-6', '2026-11-25 18:48:36.697999+00', 12, '1620', 'lxaDiAIy7vIipWEjkFmyXg:execution', 'execution_completed', '2026-11-25 18:48:36.697+00', '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', '35115d36cebcf0a1485f45d296508eb5e5fcb7a7f7db6833160a79ee6596e90d', '{"model": "food_budget/1", "usage": {"input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0}, "standIn": true, "variant": "mean", "strategy": "mlflow_model", "execution": "lxaDiAIy7vIipWEjkFmyXg", "latencyMs": 7, "experiment": "forecast", "propensity": 0.46153846153846156}'),
	('household-7', '2026-11-25 18:48:36.724613+00', 65, '1623', 'exposure:forecast:1:mean:stand-in', 'exposure', '2026-11-25 18:48:36.724+00', '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', '35115d36cebcf0a1485f45d296508eb5e5fcb7a7f7db6833160a79ee6596e90d', '{"bucket": 0.2706932390574366, "reason": "ASSIGNED", "standIn": true, "variant": "mean", "allocation": 1, "experiment": "forecast", "propensity": 0.46153846153846156}'),
	('household-7', '2026-11-25 18:48:36.73849+00', 66, '1624', '4l0GEMcIN1LEPaiw45cfkQ:execution', 'execution_completed', '2026-11-25 18:48:36.734+00', '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', '35115d36cebcf0a1485f45d296508eb5e5fcb7a7f7db6833160a79ee6596e90d', '{"model": "food_budget/1", "usage": {"input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0}, "standIn": true, "variant": "mean", "strategy": "mlflow_model", "execution": "4l0GEMcIN1LEPaiw45cfkQ", "latencyMs": 3, "experiment": "forecast", "propensity": 0.46153846153846156}'),
	('household-8', '2026-11-25 18:48:36.820233+00', 67, '1627', 'exposure:forecast:1:median:stand-in', 'exposure', '2026-11-25 18:48:36.818+00', '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', '{"bucket": 0.7353703980334103, "reason": "ASSIGNED", "standIn": true, "variant": "median", "allocation": 1, "experiment": "forecast", "propensity": 0.3076923076923077}'),
	('household-19', '2026-11-25 18:48:38.711901+00', 207, '1732', 'exposure:forecast_paused:1:median:stand-in', 'exposure', '2026-11-25 18:48:38.709+00', '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', '{"bucket": 0.8424481882248074, "reason": "ASSIGNED", "standIn": true, "variant": "median", "allocation": 1, "experiment": "forecast_paused", "propensity": 0.5}'),
	('household-8', '2026-11-25 18:48:36.838467+00', 68, '1628', 'J-yX3xhaDyJ24bQgrRC4cA:execution', 'execution_completed', '2026-11-25 18:48:36.838+00', '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', '{"model": "food_budget/2", "usage": {"input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0}, "standIn": true, "variant": "median", "strategy": "mlflow_model", "execution": "J-yX3xhaDyJ24bQgrRC4cA", "latencyMs": 7, "experiment": "forecast", "propensity": 0.3076923076923077}'),
	('household-10', '2026-11-25 18:48:36.928698+00', 69, '1631', 'exposure:forecast:1:newest:stand-in', 'exposure', '2026-11-25 18:48:36.924+00', '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', 'af4a8f9e3ad7e5f22d4a8d9b9d93b73b5b3dccac133a53db8be49456887cc1fb', '{"bucket": 0.8734575780108571, "reason": "ASSIGNED", "standIn": true, "variant": "newest", "allocation": 1, "experiment": "forecast", "propensity": 0.23076923076923078}'),
	('household-10', '2026-11-25 18:48:36.947922+00', 70, '1632', '9u61LEI2nlb6xmqtFYg0Fg:execution', 'execution_completed', '2026-11-25 18:48:36.947+00', '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', 'af4a8f9e3ad7e5f22d4a8d9b9d93b73b5b3dccac133a53db8be49456887cc1fb', '{"model": "food_budget/2", "usage": {"input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0}, "standIn": true, "variant": "newest", "strategy": "mlflow_model", "execution": "9u61LEI2nlb6xmqtFYg0Fg", "latencyMs": 8, "experiment": "forecast", "propensity": 0.23076923076923078}'),
	('household-11', '2026-11-25 18:48:36.975746+00', 71, '1633', 'exposure:forecast:1:mean:stand-in', 'exposure', '2026-11-25 18:48:36.975+00', '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', '35115d36cebcf0a1485f45d296508eb5e5fcb7a7f7db6833160a79ee6596e90d', '{"bucket": 0.3678950571920723, "reason": "ASSIGNED", "standIn": true, "variant": "mean", "allocation": 1, "experiment": "forecast", "propensity": 0.46153846153846156}'),
	('household-11', '2026-11-25 18:48:36.992329+00', 129, '1635', 'G6-qm8ay7m3E8dkk3gxCHA:execution', 'execution_completed', '2026-11-25 18:48:36.991+00', '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', '35115d36cebcf0a1485f45d296508eb5e5fcb7a7f7db6833160a79ee6596e90d', '{"model": "food_budget/1", "usage": {"input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0}, "standIn": true, "variant": "mean", "strategy": "mlflow_model", "execution": "G6-qm8ay7m3E8dkk3gxCHA", "latencyMs": 9, "experiment": "forecast", "propensity": 0.46153846153846156}'),
	('household-12', '2026-11-25 18:48:37.042932+00', 130, '1637', 'exposure:forecast:1:mean:stand-in', 'exposure', '2026-11-25 18:48:37.042+00', '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', '35115d36cebcf0a1485f45d296508eb5e5fcb7a7f7db6833160a79ee6596e90d', '{"bucket": 0.2800681332591921, "reason": "ASSIGNED", "standIn": true, "variant": "mean", "allocation": 1, "experiment": "forecast", "propensity": 0.46153846153846156}'),
	('household-12', '2026-11-25 18:48:37.054509+00', 131, '1639', 'ngktSz-tRzCJSeiYNEicYA:execution', 'execution_completed', '2026-11-25 18:48:37.054+00', '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', '35115d36cebcf0a1485f45d296508eb5e5fcb7a7f7db6833160a79ee6596e90d', '{"model": "food_budget/1", "usage": {"input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0}, "standIn": true, "variant": "mean", "strategy": "mlflow_model", "execution": "ngktSz-tRzCJSeiYNEicYA", "latencyMs": 3, "experiment": "forecast", "propensity": 0.46153846153846156}'),
	('household-13', '2026-11-25 18:48:37.081283+00', 132, '1642', 'exposure:forecast:1:mean:stand-in', 'exposure', '2026-11-25 18:48:37.08+00', '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', '35115d36cebcf0a1485f45d296508eb5e5fcb7a7f7db6833160a79ee6596e90d', '{"bucket": 0.19524803035892546, "reason": "ASSIGNED", "standIn": true, "variant": "mean", "allocation": 1, "experiment": "forecast", "propensity": 0.46153846153846156}'),
	('household-14', '2026-11-25 18:48:37.252468+00', 72, '1646', 'exposure:forecast:1:median:stand-in', 'exposure', '2026-11-25 18:48:37.248+00', '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', '{"bucket": 0.6496346974745393, "reason": "ASSIGNED", "standIn": true, "variant": "median", "allocation": 1, "experiment": "forecast", "propensity": 0.3076923076923077}'),
	('household-14', '2026-11-25 18:48:37.307958+00', 73, '1648', 'kEIGO87a43m1VBCBDCcuPw:execution', 'execution_completed', '2026-11-25 18:48:37.305+00', '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', '{"model": "food_budget/2", "usage": {"input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0}, "standIn": true, "variant": "median", "strategy": "mlflow_model", "execution": "kEIGO87a43m1VBCBDCcuPw", "latencyMs": 3, "experiment": "forecast", "propensity": 0.3076923076923077}'),
	('household-0', '2026-11-25 18:48:37.609733+00', 74, '1663', 'exposure:forecast_paused:1:mean:stand-in', 'exposure', '2026-11-25 18:48:37.605+00', '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', '{"bucket": 0.34299509949050844, "reason": "ASSIGNED", "standIn": true, "variant": "mean", "allocation": 1, "experiment": "forecast_paused", "propensity": 0.5}'),
	('household-0', '2026-11-25 18:48:37.623506+00', 75, '1664', '3dqbMwOGk8fjEunn2C9uig:execution', 'execution_completed', '2026-11-25 18:48:37.623+00', '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', '{"model": "food_budget/1", "usage": {"input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0}, "standIn": true, "variant": "mean", "strategy": "mlflow_model", "execution": "3dqbMwOGk8fjEunn2C9uig", "latencyMs": 4, "experiment": "forecast_paused", "propensity": 0.5}'),
	('household-1', '2026-11-25 18:48:37.646885+00', 76, '1665', 'exposure:forecast_paused:1:mean:stand-in', 'exposure', '2026-11-25 18:48:37.644+00', '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', '{"bucket": 0.28585018147714436, "reason": "ASSIGNED", "standIn": true, "variant": "mean", "allocation": 1, "experiment": "forecast_paused", "propensity": 0.5}'),
	('household-1', '2026-11-25 18:48:37.660573+00', 77, '1666', 'Z6QGVkOBkGdkt3a7cdBUGQ:execution', 'execution_completed', '2026-11-25 18:48:37.66+00', '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', '{"model": "food_budget/1", "usage": {"input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0}, "standIn": true, "variant": "mean", "strategy": "mlflow_model", "execution": "Z6QGVkOBkGdkt3a7cdBUGQ", "latencyMs": 9, "experiment": "forecast_paused", "propensity": 0.5}'),
	('household-2', '2026-11-25 18:48:37.690895+00', 133, '1669', 'exposure:forecast_paused:1:median:stand-in', 'exposure', '2026-11-25 18:48:37.688+00', '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', '{"bucket": 0.7781296044122428, "reason": "ASSIGNED", "standIn": true, "variant": "median", "allocation": 1, "experiment": "forecast_paused", "propensity": 0.5}'),
	('household-13', '2026-11-25 18:48:37.154922+00', 13, '1644', 'MtABXGqRDa2JYJz2NJO7RQ:execution', 'execution_completed', '2026-11-25 18:48:37.152+00', '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', '35115d36cebcf0a1485f45d296508eb5e5fcb7a7f7db6833160a79ee6596e90d', '{"model": "food_budget/1", "usage": {"input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0}, "standIn": true, "variant": "mean", "strategy": "mlflow_model", "execution": "MtABXGqRDa2JYJz2NJO7RQ", "latencyMs": 31, "experiment": "forecast", "propensity": 0.46153846153846156}'),
	('household-16', '2026-11-25 18:48:37.377935+00', 193, '1651', 'exposure:forecast:1:mean:stand-in', 'exposure', '2026-11-25 18:48:37.374+00', '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', '35115d36cebcf0a1485f45d296508eb5e5fcb7a7f7db6833160a79ee6596e90d', '{"bucket": 0.42599746119230986, "reason": "ASSIGNED", "standIn": true, "variant": "mean", "allocation": 1, "experiment": "forecast", "propensity": 0.46153846153846156}'),
	('household-16', '2026-11-25 18:48:37.393985+00', 194, '1652', '0i1mgRDdM8ti3mcDXaYEjA:execution', 'execution_completed', '2026-11-25 18:48:37.393+00', '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', '35115d36cebcf0a1485f45d296508eb5e5fcb7a7f7db6833160a79ee6596e90d', '{"model": "food_budget/1", "usage": {"input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0}, "standIn": true, "variant": "mean", "strategy": "mlflow_model", "execution": "0i1mgRDdM8ti3mcDXaYEjA", "latencyMs": 3, "experiment": "forecast", "propensity": 0.46153846153846156}'),
	('household-17', '2026-11-25 18:48:37.464653+00', 195, '1655', 'exposure:forecast:1:newest:stand-in', 'exposure', '2026-11-25 18:48:37.464+00', '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', 'af4a8f9e3ad7e5f22d4a8d9b9d93b73b5b3dccac133a53db8be49456887cc1fb', '{"bucket": 0.8230294757522643, "reason": "ASSIGNED", "standIn": true, "variant": "newest", "allocation": 1, "experiment": "forecast", "propensity": 0.23076923076923078}'),
	('household-17', '2026-11-25 18:48:37.489399+00', 196, '1656', 'mN_II348s2i-4rXAEmzfRg:execution', 'execution_completed', '2026-11-25 18:48:37.488+00', '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', 'af4a8f9e3ad7e5f22d4a8d9b9d93b73b5b3dccac133a53db8be49456887cc1fb', '{"model": "food_budget/2", "usage": {"input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0}, "standIn": true, "variant": "newest", "strategy": "mlflow_model", "execution": "mN_II348s2i-4rXAEmzfRg", "latencyMs": 8, "experiment": "forecast", "propensity": 0.23076923076923078}'),
	('household-18', '2026-11-25 18:48:37.51668+00', 197, '1658', 'exposure:forecast:1:newest:stand-in', 'exposure', '2026-11-25 18:48:37.514+00', '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', 'af4a8f9e3ad7e5f22d4a8d9b9d93b73b5b3dccac133a53db8be49456887cc1fb', '{"bucket": 0.9998342755716294, "reason": "ASSIGNED", "standIn": true, "variant": "newest", "allocation": 1, "experiment": "forecast", "propensity": 0.23076923076923078}'),
	('household-18', '2026-11-25 18:48:37.554605+00', 198, '1660', '-_Kqm12joL75VhWzkND1gg:execution', 'execution_completed', '2026-11-25 18:48:37.554+00', '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', 'af4a8f9e3ad7e5f22d4a8d9b9d93b73b5b3dccac133a53db8be49456887cc1fb', '{"model": "food_budget/2", "usage": {"input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0}, "standIn": true, "variant": "newest", "strategy": "mlflow_model", "execution": "-_Kqm12joL75VhWzkND1gg", "latencyMs": 27, "experiment": "forecast", "propensity": 0.23076923076923078}'),
	('household-5', '2026-11-25 18:48:37.844599+00', 199, '1679', 'exposure:forecast_paused:1:mean:stand-in', 'exposure', '2026-11-25 18:48:37.843+00', '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', '{"bucket": 0.28418181324377656, "reason": "ASSIGNED", "standIn": true, "variant": "mean", "allocation": 1, "experiment": "forecast_paused", "propensity": 0.5}'),
	('household-5', '2026-11-25 18:48:37.863175+00', 200, '1682', 'deIkcq1n8EIuPmZ9l03qEQ:execution', 'execution_completed', '2026-11-25 18:48:37.862+00', '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', '{"model": "food_budget/1", "usage": {"input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0}, "standIn": true, "variant": "mean", "strategy": "mlflow_model", "execution": "deIkcq1n8EIuPmZ9l03qEQ", "latencyMs": 8, "experiment": "forecast_paused", "propensity": 0.5}'),
	('household-7', '2026-11-25 18:48:38.016219+00', 201, '1688', 'exposure:forecast_paused:1:mean:stand-in', 'exposure', '2026-11-25 18:48:38.015+00', '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', '{"bucket": 0.1587141426280141, "reason": "ASSIGNED", "standIn": true, "variant": "mean", "allocation": 1, "experiment": "forecast_paused", "propensity": 0.5}'),
	('household-7', '2026-11-25 18:48:38.041158+00', 202, '1690', 'LTQZ-3ESgtmMJaV_zuz4Qg:execution', 'execution_completed', '2026-11-25 18:48:38.04+00', '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', '{"model": "food_budget/1", "usage": {"input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0}, "standIn": true, "variant": "mean", "strategy": "mlflow_model", "execution": "LTQZ-3ESgtmMJaV_zuz4Qg", "latencyMs": 9, "experiment": "forecast_paused", "propensity": 0.5}'),
	('household-8', '2026-11-25 18:48:38.106689+00', 203, '1693', 'exposure:forecast_paused:1:mean:stand-in', 'exposure', '2026-11-25 18:48:38.106+00', '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', '{"bucket": 0.4346822469960898, "reason": "ASSIGNED", "standIn": true, "variant": "mean", "allocation": 1, "experiment": "forecast_paused", "propensity": 0.5}'),
	('household-8', '2026-11-25 18:48:38.12883+00', 204, '1694', '0rD5V7RQSgXhJguAl9eUFA:execution', 'execution_completed', '2026-11-25 18:48:38.128+00', '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', '{"model": "food_budget/1", "usage": {"input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0}, "standIn": true, "variant": "mean", "strategy": "mlflow_model", "execution": "0rD5V7RQSgXhJguAl9eUFA", "latencyMs": 5, "experiment": "forecast_paused", "propensity": 0.5}'),
	('household-16', '2026-11-25 18:48:38.528636+00', 205, '1719', 'exposure:forecast_paused:1:median:stand-in', 'exposure', '2026-11-25 18:48:38.528+00', '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', '{"bucket": 0.6665514060296118, "reason": "ASSIGNED", "standIn": true, "variant": "median", "allocation": 1, "experiment": "forecast_paused", "propensity": 0.5}'),
	('household-16', '2026-11-25 18:48:38.567492+00', 206, '1722', 'hLXYdzqaKtxlnApicuXqWw:execution', 'execution_completed', '2026-11-25 18:48:38.548+00', '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', '{"model": "food_budget/2", "usage": {"input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0}, "standIn": true, "variant": "median", "strategy": "mlflow_model", "execution": "hLXYdzqaKtxlnApicuXqWw", "latencyMs": 2, "experiment": "forecast_paused", "propensity": 0.5}'),
	('household-2', '2026-11-25 18:48:37.704341+00', 134, '1670', 'iD-D6rgv9X4mWx0FtqcE7w:execution', 'execution_completed', '2026-11-25 18:48:37.704+00', '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', '{"model": "food_budget/2", "usage": {"input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0}, "standIn": true, "variant": "median", "strategy": "mlflow_model", "execution": "iD-D6rgv9X4mWx0FtqcE7w", "latencyMs": 5, "experiment": "forecast_paused", "propensity": 0.5}'),
	('household-3', '2026-11-25 18:48:37.736476+00', 135, '1673', 'exposure:forecast_paused:1:median:stand-in', 'exposure', '2026-11-25 18:48:37.736+00', '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', '{"bucket": 0.9133233043830842, "reason": "ASSIGNED", "standIn": true, "variant": "median", "allocation": 1, "experiment": "forecast_paused", "propensity": 0.5}'),
	('household-3', '2026-11-25 18:48:37.759018+00', 136, '1674', 'Cq1dYDKRx0GaqljQXj2zeQ:execution', 'execution_completed', '2026-11-25 18:48:37.756+00', '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', '{"model": "food_budget/2", "usage": {"input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0}, "standIn": true, "variant": "median", "strategy": "mlflow_model", "execution": "Cq1dYDKRx0GaqljQXj2zeQ", "latencyMs": 7, "experiment": "forecast_paused", "propensity": 0.5}'),
	('household-4', '2026-11-25 18:48:37.787187+00', 137, '1675', 'exposure:forecast_paused:1:mean:stand-in', 'exposure', '2026-11-25 18:48:37.786+00', '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', '{"bucket": 0.3256885453592986, "reason": "ASSIGNED", "standIn": true, "variant": "mean", "allocation": 1, "experiment": "forecast_paused", "propensity": 0.5}'),
	('household-4', '2026-11-25 18:48:37.795126+00', 138, '1676', 'H8IO9WKqyu88-yqIUn7PSw:execution', 'execution_completed', '2026-11-25 18:48:37.793+00', '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', '{"model": "food_budget/1", "usage": {"input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0}, "standIn": true, "variant": "mean", "strategy": "mlflow_model", "execution": "H8IO9WKqyu88-yqIUn7PSw", "latencyMs": 2, "experiment": "forecast_paused", "propensity": 0.5}'),
	('household-6', '2026-11-25 18:48:37.902881+00', 139, '1683', 'exposure:forecast_paused:1:median:stand-in', 'exposure', '2026-11-25 18:48:37.902+00', '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', '{"bucket": 0.7414347138255835, "reason": "ASSIGNED", "standIn": true, "variant": "median", "allocation": 1, "experiment": "forecast_paused", "propensity": 0.5}'),
	('household-9', '2026-11-25 18:48:38.148409+00', 140, '1695', 'exposure:forecast_paused:1:mean:stand-in', 'exposure', '2026-11-25 18:48:38.148+00', '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', '{"bucket": 0.24160230439156294, "reason": "ASSIGNED", "standIn": true, "variant": "mean", "allocation": 1, "experiment": "forecast_paused", "propensity": 0.5}'),
	('household-9', '2026-11-25 18:48:38.162522+00', 141, '1696', '05gHumFoE8Oxa-u9FOu3qg:execution', 'execution_completed', '2026-11-25 18:48:38.162+00', '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', '{"model": "food_budget/1", "usage": {"input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0}, "standIn": true, "variant": "mean", "strategy": "mlflow_model", "execution": "05gHumFoE8Oxa-u9FOu3qg", "latencyMs": 2, "experiment": "forecast_paused", "propensity": 0.5}'),
	('household-15', '2026-11-25 18:48:38.470592+00', 142, '1718', 'yIyCfJvKxhGAMivqm5rrVw:execution', 'execution_completed', '2026-11-25 18:48:38.468+00', '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', '{"model": "food_budget/1", "usage": {"input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0}, "standIn": true, "variant": "mean", "strategy": "mlflow_model", "execution": "yIyCfJvKxhGAMivqm5rrVw", "latencyMs": 4, "experiment": "forecast_paused", "propensity": 0.5}'),
	('household-17', '2026-11-25 18:48:38.604911+00', 143, '1724', 'exposure:forecast_paused:1:median:stand-in', 'exposure', '2026-11-25 18:48:38.604+00', '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', '{"bucket": 0.786100568715483, "reason": "ASSIGNED", "standIn": true, "variant": "median", "allocation": 1, "experiment": "forecast_paused", "propensity": 0.5}'),
	('household-17', '2026-11-25 18:48:38.616934+00', 144, '1725', 'DrC2_eg7kJ7Pk4u5kEaRZg:execution', 'execution_completed', '2026-11-25 18:48:38.616+00', '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', '{"model": "food_budget/2", "usage": {"input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0}, "standIn": true, "variant": "median", "strategy": "mlflow_model", "execution": "DrC2_eg7kJ7Pk4u5kEaRZg", "latencyMs": 2, "experiment": "forecast_paused", "propensity": 0.5}'),
	('household-18', '2026-11-25 18:48:38.651301+00', 145, '1727', 'exposure:forecast_paused:1:mean:stand-in', 'exposure', '2026-11-25 18:48:38.649+00', '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', '{"bucket": 0.47238020063377917, "reason": "ASSIGNED", "standIn": true, "variant": "mean", "allocation": 1, "experiment": "forecast_paused", "propensity": 0.5}'),
	('household-18', '2026-11-25 18:48:38.671656+00', 146, '1730', 'Onjqh8xyWLBXv8wprTJu3g:execution', 'execution_completed', '2026-11-25 18:48:38.67+00', '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', '{"model": "food_budget/1", "usage": {"input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0}, "standIn": true, "variant": "mean", "strategy": "mlflow_model", "execution": "Onjqh8xyWLBXv8wprTJu3g", "latencyMs": 8, "experiment": "forecast_paused", "propensity": 0.5}'),
	('household-2', '2026-11-25 18:48:38.918553+00', 147, '1744', 'nZhXHSCqq0NWsbDsv0r5xQ:execution', 'execution_completed', '2026-11-25 18:48:38.918+00', '8f1919dfcd1ba33565a14ffeea499701ef99fedfd435ae4a311684d240c83f8d', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', '{"model": "food_budget/1", "usage": {"input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0}, "standIn": true, "variant": "mean", "strategy": "mlflow_model", "execution": "nZhXHSCqq0NWsbDsv0r5xQ", "latencyMs": 10, "experiment": "forecast_stopped", "propensity": 0.5}'),
	('household-11', '2026-11-25 18:48:39.128974+00', 148, '1755', 'exposure:forecast_stopped:1:mean:stand-in', 'exposure', '2026-11-25 18:48:39.126+00', '8f1919dfcd1ba33565a14ffeea499701ef99fedfd435ae4a311684d240c83f8d', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', '{"bucket": 0.4931316524744034, "reason": "ASSIGNED", "standIn": true, "variant": "mean", "allocation": 1, "experiment": "forecast_stopped", "propensity": 0.5}'),
	('household-6', '2026-11-25 18:48:37.934383+00', 78, '1685', 'sLDLUZPqV22zxdpjCpf1fw:execution', 'execution_completed', '2026-11-25 18:48:37.933+00', '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', '{"model": "food_budget/2", "usage": {"input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0}, "standIn": true, "variant": "median", "strategy": "mlflow_model", "execution": "sLDLUZPqV22zxdpjCpf1fw", "latencyMs": 3, "experiment": "forecast_paused", "propensity": 0.5}'),
	('household-10', '2026-11-25 18:48:38.202195+00', 79, '1699', 'exposure:forecast_paused:1:mean:stand-in', 'exposure', '2026-11-25 18:48:38.201+00', '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', '{"bucket": 0.011030392488464713, "reason": "ASSIGNED", "standIn": true, "variant": "mean", "allocation": 1, "experiment": "forecast_paused", "propensity": 0.5}'),
	('household-10', '2026-11-25 18:48:38.221321+00', 80, '1700', 'NdsPCIymdJuD01o28IZ5tw:execution', 'execution_completed', '2026-11-25 18:48:38.221+00', '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', '{"model": "food_budget/1", "usage": {"input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0}, "standIn": true, "variant": "mean", "strategy": "mlflow_model", "execution": "NdsPCIymdJuD01o28IZ5tw", "latencyMs": 2, "experiment": "forecast_paused", "propensity": 0.5}'),
	('household-11', '2026-11-25 18:48:38.242039+00', 81, '1701', 'exposure:forecast_paused:1:median:stand-in', 'exposure', '2026-11-25 18:48:38.241+00', '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', '{"bucket": 0.855091207427904, "reason": "ASSIGNED", "standIn": true, "variant": "median", "allocation": 1, "experiment": "forecast_paused", "propensity": 0.5}'),
	('household-11', '2026-11-25 18:48:38.262729+00', 82, '1704', '3Q2tp3d0QF320kswH-bOGg:execution', 'execution_completed', '2026-11-25 18:48:38.262+00', '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', '{"model": "food_budget/2", "usage": {"input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0}, "standIn": true, "variant": "median", "strategy": "mlflow_model", "execution": "3Q2tp3d0QF320kswH-bOGg", "latencyMs": 4, "experiment": "forecast_paused", "propensity": 0.5}'),
	('household-12', '2026-11-25 18:48:38.303946+00', 83, '1705', 'exposure:forecast_paused:1:mean:stand-in', 'exposure', '2026-11-25 18:48:38.299+00', '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', '{"bucket": 0.3986835419200361, "reason": "ASSIGNED", "standIn": true, "variant": "mean", "allocation": 1, "experiment": "forecast_paused", "propensity": 0.5}'),
	('household-12', '2026-11-25 18:48:38.320983+00', 84, '1706', 'lAkGOoCmcHYlZvID5Se0qw:execution', 'execution_completed', '2026-11-25 18:48:38.32+00', '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', '{"model": "food_budget/1", "usage": {"input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0}, "standIn": true, "variant": "mean", "strategy": "mlflow_model", "execution": "lAkGOoCmcHYlZvID5Se0qw", "latencyMs": 2, "experiment": "forecast_paused", "propensity": 0.5}'),
	('household-13', '2026-11-25 18:48:38.346454+00', 85, '1709', 'exposure:forecast_paused:1:median:stand-in', 'exposure', '2026-11-25 18:48:38.346+00', '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', '{"bucket": 0.9926526302006096, "reason": "ASSIGNED", "standIn": true, "variant": "median", "allocation": 1, "experiment": "forecast_paused", "propensity": 0.5}'),
	('household-13', '2026-11-25 18:48:38.378588+00', 86, '1710', 's8zSoAJByYjsunC-q2PUKQ:execution', 'execution_completed', '2026-11-25 18:48:38.378+00', '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', '{"model": "food_budget/2", "usage": {"input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0}, "standIn": true, "variant": "median", "strategy": "mlflow_model", "execution": "s8zSoAJByYjsunC-q2PUKQ", "latencyMs": 7, "experiment": "forecast_paused", "propensity": 0.5}'),
	('household-14', '2026-11-25 18:48:38.407702+00', 87, '1713', 'exposure:forecast_paused:1:median:stand-in', 'exposure', '2026-11-25 18:48:38.407+00', '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', '{"bucket": 0.8527927629183978, "reason": "ASSIGNED", "standIn": true, "variant": "median", "allocation": 1, "experiment": "forecast_paused", "propensity": 0.5}'),
	('household-14', '2026-11-25 18:48:38.429114+00', 88, '1714', 'E4L0bzfi8GY5v3GuZDTRkw:execution', 'execution_completed', '2026-11-25 18:48:38.428+00', '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', '{"model": "food_budget/2", "usage": {"input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0}, "standIn": true, "variant": "median", "strategy": "mlflow_model", "execution": "E4L0bzfi8GY5v3GuZDTRkw", "latencyMs": 11, "experiment": "forecast_paused", "propensity": 0.5}'),
	('household-15', '2026-11-25 18:48:38.460747+00', 89, '1715', 'exposure:forecast_paused:1:mean:stand-in', 'exposure', '2026-11-25 18:48:38.457+00', '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', '{"bucket": 0.22315832180902362, "reason": "ASSIGNED", "standIn": true, "variant": "mean", "allocation": 1, "experiment": "forecast_paused", "propensity": 0.5}'),
	('household-2', '2026-11-25 18:48:38.858704+00', 90, '1743', 'exposure:forecast_stopped:1:mean:stand-in', 'exposure', '2026-11-25 18:48:38.858+00', '8f1919dfcd1ba33565a14ffeea499701ef99fedfd435ae4a311684d240c83f8d', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', '{"bucket": 0.49013632792048156, "reason": "ASSIGNED", "standIn": true, "variant": "mean", "allocation": 1, "experiment": "forecast_stopped", "propensity": 0.5}'),
	('household-14', '2026-11-25 18:48:39.280368+00', 91, '1766', 'akTkmGxM66FkJf0pmULNbg:execution', 'execution_completed', '2026-11-25 18:48:39.277+00', '8f1919dfcd1ba33565a14ffeea499701ef99fedfd435ae4a311684d240c83f8d', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', '{"model": "food_budget/1", "usage": {"input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0}, "standIn": true, "variant": "mean", "strategy": "mlflow_model", "execution": "akTkmGxM66FkJf0pmULNbg", "latencyMs": 4, "experiment": "forecast_stopped", "propensity": 0.5}'),
	('household-19', '2026-11-25 18:48:39.400005+00', 92, '1777', 'exposure:forecast_stopped:1:median:stand-in', 'exposure', '2026-11-25 18:48:39.399+00', '8f1919dfcd1ba33565a14ffeea499701ef99fedfd435ae4a311684d240c83f8d', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', '{"bucket": 0.6951692753937095, "reason": "ASSIGNED", "standIn": true, "variant": "median", "allocation": 1, "experiment": "forecast_stopped", "propensity": 0.5}'),
	('household-19', '2026-11-25 18:48:38.726394+00', 208, '1734', 'AmP-FWHs2eg8Nii-quw86Q:execution', 'execution_completed', '2026-11-25 18:48:38.726+00', '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', '{"model": "food_budget/2", "usage": {"input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0}, "standIn": true, "variant": "median", "strategy": "mlflow_model", "execution": "AmP-FWHs2eg8Nii-quw86Q", "latencyMs": 7, "experiment": "forecast_paused", "propensity": 0.5}'),
	('household-0', '2026-11-25 18:48:38.751047+00', 209, '1735', 'exposure:forecast_stopped:1:median:stand-in', 'exposure', '2026-11-25 18:48:38.749+00', '8f1919dfcd1ba33565a14ffeea499701ef99fedfd435ae4a311684d240c83f8d', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', '{"bucket": 0.6145723899826407, "reason": "ASSIGNED", "standIn": true, "variant": "median", "allocation": 1, "experiment": "forecast_stopped", "propensity": 0.5}'),
	('household-0', '2026-11-25 18:48:38.759841+00', 210, '1736', 'i0Uazyryk5kn9k0tVF-exg:execution', 'execution_completed', '2026-11-25 18:48:38.758+00', '8f1919dfcd1ba33565a14ffeea499701ef99fedfd435ae4a311684d240c83f8d', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', '{"model": "food_budget/2", "usage": {"input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0}, "standIn": true, "variant": "median", "strategy": "mlflow_model", "execution": "i0Uazyryk5kn9k0tVF-exg", "latencyMs": 3, "experiment": "forecast_stopped", "propensity": 0.5}'),
	('household-1', '2026-11-25 18:48:38.781561+00', 211, '1739', 'exposure:forecast_stopped:1:mean:stand-in', 'exposure', '2026-11-25 18:48:38.781+00', '8f1919dfcd1ba33565a14ffeea499701ef99fedfd435ae4a311684d240c83f8d', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', '{"bucket": 0.23357890639454126, "reason": "ASSIGNED", "standIn": true, "variant": "mean", "allocation": 1, "experiment": "forecast_stopped", "propensity": 0.5}'),
	('household-1', '2026-11-25 18:48:38.815665+00', 212, '1740', 'nhaURrjMHeJXaJzjgnPT7A:execution', 'execution_completed', '2026-11-25 18:48:38.815+00', '8f1919dfcd1ba33565a14ffeea499701ef99fedfd435ae4a311684d240c83f8d', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', '{"model": "food_budget/1", "usage": {"input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0}, "standIn": true, "variant": "mean", "strategy": "mlflow_model", "execution": "nhaURrjMHeJXaJzjgnPT7A", "latencyMs": 5, "experiment": "forecast_stopped", "propensity": 0.5}'),
	('household-4', '2026-11-25 18:48:38.949588+00', 213, '1746', 'exposure:forecast_stopped:1:mean:stand-in', 'exposure', '2026-11-25 18:48:38.949+00', '8f1919dfcd1ba33565a14ffeea499701ef99fedfd435ae4a311684d240c83f8d', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', '{"bucket": 0.32495671790093184, "reason": "ASSIGNED", "standIn": true, "variant": "mean", "allocation": 1, "experiment": "forecast_stopped", "propensity": 0.5}'),
	('household-4', '2026-11-25 18:48:38.967047+00', 214, '1748', 'rfexslZyzoytAXjmn-Waeg:execution', 'execution_completed', '2026-11-25 18:48:38.963+00', '8f1919dfcd1ba33565a14ffeea499701ef99fedfd435ae4a311684d240c83f8d', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', '{"model": "food_budget/1", "usage": {"input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0}, "standIn": true, "variant": "mean", "strategy": "mlflow_model", "execution": "rfexslZyzoytAXjmn-Waeg", "latencyMs": 2, "experiment": "forecast_stopped", "propensity": 0.5}'),
	('household-6', '2026-11-25 18:48:39.000606+00', 215, '1749', 'exposure:forecast_stopped:1:mean:stand-in', 'exposure', '2026-11-25 18:48:39+00', '8f1919dfcd1ba33565a14ffeea499701ef99fedfd435ae4a311684d240c83f8d', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', '{"bucket": 0.2086857771500945, "reason": "ASSIGNED", "standIn": true, "variant": "mean", "allocation": 1, "experiment": "forecast_stopped", "propensity": 0.5}'),
	('household-6', '2026-11-25 18:48:39.013192+00', 216, '1751', 'Hqwo0N_XcevQfZolyPDIGQ:execution', 'execution_completed', '2026-11-25 18:48:39.012+00', '8f1919dfcd1ba33565a14ffeea499701ef99fedfd435ae4a311684d240c83f8d', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', '{"model": "food_budget/1", "usage": {"input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0}, "standIn": true, "variant": "mean", "strategy": "mlflow_model", "execution": "Hqwo0N_XcevQfZolyPDIGQ", "latencyMs": 6, "experiment": "forecast_stopped", "propensity": 0.5}'),
	('household-13', '2026-11-25 18:48:39.224815+00', 217, '1761', 'exposure:forecast_stopped:1:median:stand-in', 'exposure', '2026-11-25 18:48:39.221+00', '8f1919dfcd1ba33565a14ffeea499701ef99fedfd435ae4a311684d240c83f8d', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', '{"bucket": 0.9730719306971878, "reason": "ASSIGNED", "standIn": true, "variant": "median", "allocation": 1, "experiment": "forecast_stopped", "propensity": 0.5}'),
	('household-13', '2026-11-25 18:48:39.236657+00', 218, '1762', 'U_xXiyJAubwFcSqI2LWPuQ:execution', 'execution_completed', '2026-11-25 18:48:39.233+00', '8f1919dfcd1ba33565a14ffeea499701ef99fedfd435ae4a311684d240c83f8d', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', '{"model": "food_budget/2", "usage": {"input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0}, "standIn": true, "variant": "median", "strategy": "mlflow_model", "execution": "U_xXiyJAubwFcSqI2LWPuQ", "latencyMs": 5, "experiment": "forecast_stopped", "propensity": 0.5}'),
	('household-14', '2026-11-25 18:48:39.263117+00', 219, '1765', 'exposure:forecast_stopped:1:mean:stand-in', 'exposure', '2026-11-25 18:48:39.262+00', '8f1919dfcd1ba33565a14ffeea499701ef99fedfd435ae4a311684d240c83f8d', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', '{"bucket": 0.43272066465578973, "reason": "ASSIGNED", "standIn": true, "variant": "mean", "allocation": 1, "experiment": "forecast_stopped", "propensity": 0.5}'),
	('household-15', '2026-11-25 18:48:39.312244+00', 220, '1767', 'exposure:forecast_stopped:1:median:stand-in', 'exposure', '2026-11-25 18:48:39.312+00', '8f1919dfcd1ba33565a14ffeea499701ef99fedfd435ae4a311684d240c83f8d', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', '{"bucket": 0.9957460938021541, "reason": "ASSIGNED", "standIn": true, "variant": "median", "allocation": 1, "experiment": "forecast_stopped", "propensity": 0.5}'),
	('household-15', '2026-11-25 18:48:39.326926+00', 221, '1770', 'bqip35_n5X03sgbAZxXVUw:execution', 'execution_completed', '2026-11-25 18:48:39.325+00', '8f1919dfcd1ba33565a14ffeea499701ef99fedfd435ae4a311684d240c83f8d', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', '{"model": "food_budget/2", "usage": {"input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0}, "standIn": true, "variant": "median", "strategy": "mlflow_model", "execution": "bqip35_n5X03sgbAZxXVUw", "latencyMs": 2, "experiment": "forecast_stopped", "propensity": 0.5}'),
	('vera', '2026-11-25 18:48:40.044156+00', 222, '1824', 'YOzrwj4WMpcxSe7zL0QC0g:2:assistant', 'message_sent', '2026-11-25 18:48:40.044+00', '17601cf198e8b55ff4d5fac3274117c8f15488426c115c32fd80a0307dd99bed', '1e24737c38b084538a7da0d1b409ffa491bd7fb0768bd82dcf0df4e4544224da', '{"role": "ASSISTANT", "turn": 2, "standIn": true, "variant": "plans", "characters": 31, "experiment": "cooking", "propensity": 0.5, "conversation": "YOzrwj4WMpcxSe7zL0QC0g", "promptVersion": "cook@1"}'),
	('household-11', '2026-11-25 18:48:39.141598+00', 149, '1756', 'ubR8vnystMCmu7lheamHJg:execution', 'execution_completed', '2026-11-25 18:48:39.138+00', '8f1919dfcd1ba33565a14ffeea499701ef99fedfd435ae4a311684d240c83f8d', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', '{"model": "food_budget/1", "usage": {"input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0}, "standIn": true, "variant": "mean", "strategy": "mlflow_model", "execution": "ubR8vnystMCmu7lheamHJg", "latencyMs": 2, "experiment": "forecast_stopped", "propensity": 0.5}'),
	('household-12', '2026-11-25 18:48:39.173436+00', 150, '1757', 'exposure:forecast_stopped:1:mean:stand-in', 'exposure', '2026-11-25 18:48:39.173+00', '8f1919dfcd1ba33565a14ffeea499701ef99fedfd435ae4a311684d240c83f8d', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', '{"bucket": 0.2779565015807748, "reason": "ASSIGNED", "standIn": true, "variant": "mean", "allocation": 1, "experiment": "forecast_stopped", "propensity": 0.5}'),
	('household-12', '2026-11-25 18:48:39.189687+00', 151, '1760', 'Ex31JhdBxSP-lHBGfZMseQ:execution', 'execution_completed', '2026-11-25 18:48:39.189+00', '8f1919dfcd1ba33565a14ffeea499701ef99fedfd435ae4a311684d240c83f8d', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', '{"model": "food_budget/1", "usage": {"input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0}, "standIn": true, "variant": "mean", "strategy": "mlflow_model", "execution": "Ex31JhdBxSP-lHBGfZMseQ", "latencyMs": 8, "experiment": "forecast_stopped", "propensity": 0.5}'),
	('household-17', '2026-11-25 18:48:39.362355+00', 152, '1771', 'exposure:forecast_stopped:1:median:stand-in', 'exposure', '2026-11-25 18:48:39.361+00', '8f1919dfcd1ba33565a14ffeea499701ef99fedfd435ae4a311684d240c83f8d', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', '{"bucket": 0.9654750002082437, "reason": "ASSIGNED", "standIn": true, "variant": "median", "allocation": 1, "experiment": "forecast_stopped", "propensity": 0.5}'),
	('household-17', '2026-11-25 18:48:39.373341+00', 153, '1772', 'iP9VCRjSdoVHFzsKsmbxNA:execution', 'execution_completed', '2026-11-25 18:48:39.372+00', '8f1919dfcd1ba33565a14ffeea499701ef99fedfd435ae4a311684d240c83f8d', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', '{"model": "food_budget/2", "usage": {"input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0}, "standIn": true, "variant": "median", "strategy": "mlflow_model", "execution": "iP9VCRjSdoVHFzsKsmbxNA", "latencyMs": 2, "experiment": "forecast_stopped", "propensity": 0.5}'),
	('household-18', '2026-11-25 18:48:39.383194+00', 154, '1774', 'exposure:forecast_stopped:1:mean:stand-in', 'exposure', '2026-11-25 18:48:39.382+00', '8f1919dfcd1ba33565a14ffeea499701ef99fedfd435ae4a311684d240c83f8d', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', '{"bucket": 0.10384091851301491, "reason": "ASSIGNED", "standIn": true, "variant": "mean", "allocation": 1, "experiment": "forecast_stopped", "propensity": 0.5}'),
	('household-18', '2026-11-25 18:48:39.389986+00', 155, '1776', 'e9J_5kqlYaKuGDBh3e2Owg:execution', 'execution_completed', '2026-11-25 18:48:39.389+00', '8f1919dfcd1ba33565a14ffeea499701ef99fedfd435ae4a311684d240c83f8d', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', '{"model": "food_budget/1", "usage": {"input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0}, "standIn": true, "variant": "mean", "strategy": "mlflow_model", "execution": "e9J_5kqlYaKuGDBh3e2Owg", "latencyMs": 2, "experiment": "forecast_stopped", "propensity": 0.5}'),
	('household-34', '2026-11-25 18:48:39.564024+00', 156, '1795', 'exposure:forecast:1:median', 'exposure', '2026-11-25 18:48:39.563+00', '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', '{"bucket": 0.4687506176996976, "reason": "ASSIGNED", "standIn": false, "variant": "median", "allocation": 1, "experiment": "forecast", "propensity": 0.3076923076923077}'),
	('household-35', '2026-11-25 18:48:39.590714+00', 157, '1797', 'exposure:forecast:1:mean', 'exposure', '2026-11-25 18:48:39.59+00', '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', '35115d36cebcf0a1485f45d296508eb5e5fcb7a7f7db6833160a79ee6596e90d', '{"bucket": 0.14243260328657925, "reason": "ASSIGNED", "standIn": false, "variant": "mean", "allocation": 1, "experiment": "forecast", "propensity": 0.46153846153846156}');
INSERT INTO exp.events_2026_11_25 VALUES
	('household-36', '2026-11-25 18:48:39.603017+00', 158, '1798', 'exposure:forecast:1:median', 'exposure', '2026-11-25 18:48:39.599+00', '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', '{"bucket": 0.7652682261541486, "reason": "ASSIGNED", "standIn": false, "variant": "median", "allocation": 1, "experiment": "forecast", "propensity": 0.3076923076923077}'),
	('household-39', '2026-11-25 18:48:39.630276+00', 159, '1799', 'exposure:forecast:1:mean', 'exposure', '2026-11-25 18:48:39.627+00', '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', '35115d36cebcf0a1485f45d296508eb5e5fcb7a7f7db6833160a79ee6596e90d', '{"bucket": 0.09102008026093245, "reason": "ASSIGNED", "standIn": false, "variant": "mean", "allocation": 1, "experiment": "forecast", "propensity": 0.46153846153846156}'),
	('otto', '2026-11-25 18:48:40.435949+00', 160, '1866', 'hWcj1xb3MtKXdml-Jxb57g:ended', 'conversation_ended', '2026-11-25 18:48:40.435+00', '17601cf198e8b55ff4d5fac3274117c8f15488426c115c32fd80a0307dd99bed', '1e24737c38b084538a7da0d1b409ffa491bd7fb0768bd82dcf0df4e4544224da', '{"outcome": "satisfied", "standIn": true, "variant": "plans", "experiment": "cooking", "propensity": 0.5, "conversation": "hWcj1xb3MtKXdml-Jxb57g", "promptVersion": "cook@1"}'),
	('household-19', '2026-11-25 18:48:39.417261+00', 93, '1778', 'af4sAAv9qblTVfj_HtOmCg:execution', 'execution_completed', '2026-11-25 18:48:39.416+00', '8f1919dfcd1ba33565a14ffeea499701ef99fedfd435ae4a311684d240c83f8d', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', '{"model": "food_budget/2", "usage": {"input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0}, "standIn": true, "variant": "median", "strategy": "mlflow_model", "execution": "af4sAAv9qblTVfj_HtOmCg", "latencyMs": 3, "experiment": "forecast_stopped", "propensity": 0.5}'),
	('household-20', '2026-11-25 18:48:39.43306+00', 94, '1780', 'exposure:forecast:1:median', 'exposure', '2026-11-25 18:48:39.432+00', '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', '{"bucket": 0.5571915877517313, "reason": "ASSIGNED", "standIn": false, "variant": "median", "allocation": 1, "experiment": "forecast", "propensity": 0.3076923076923077}'),
	('household-21', '2026-11-25 18:48:39.450031+00', 95, '1782', 'exposure:forecast:1:mean', 'exposure', '2026-11-25 18:48:39.449+00', '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', '35115d36cebcf0a1485f45d296508eb5e5fcb7a7f7db6833160a79ee6596e90d', '{"bucket": 0.18919014651328325, "reason": "ASSIGNED", "standIn": false, "variant": "mean", "allocation": 1, "experiment": "forecast", "propensity": 0.46153846153846156}'),
	('household-23', '2026-11-25 18:48:39.461288+00', 96, '1783', 'exposure:forecast:1:mean', 'exposure', '2026-11-25 18:48:39.461+00', '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', '35115d36cebcf0a1485f45d296508eb5e5fcb7a7f7db6833160a79ee6596e90d', '{"bucket": 0.2916962937451899, "reason": "ASSIGNED", "standIn": false, "variant": "mean", "allocation": 1, "experiment": "forecast", "propensity": 0.46153846153846156}'),
	('household-24', '2026-11-25 18:48:39.466515+00', 97, '1784', 'exposure:forecast:1:mean', 'exposure', '2026-11-25 18:48:39.465+00', '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', '35115d36cebcf0a1485f45d296508eb5e5fcb7a7f7db6833160a79ee6596e90d', '{"bucket": 0.1621774083469063, "reason": "ASSIGNED", "standIn": false, "variant": "mean", "allocation": 1, "experiment": "forecast", "propensity": 0.46153846153846156}'),
	('household-26', '2026-11-25 18:48:39.472678+00', 98, '1785', 'exposure:forecast:1:mean', 'exposure', '2026-11-25 18:48:39.472+00', '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', '35115d36cebcf0a1485f45d296508eb5e5fcb7a7f7db6833160a79ee6596e90d', '{"bucket": 0.335320211481303, "reason": "ASSIGNED", "standIn": false, "variant": "mean", "allocation": 1, "experiment": "forecast", "propensity": 0.46153846153846156}'),
	('household-27', '2026-11-25 18:48:39.477199+00', 99, '1786', 'exposure:forecast:1:newest', 'exposure', '2026-11-25 18:48:39.476+00', '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', 'af4a8f9e3ad7e5f22d4a8d9b9d93b73b5b3dccac133a53db8be49456887cc1fb', '{"bucket": 0.9709230628795922, "reason": "ASSIGNED", "standIn": false, "variant": "newest", "allocation": 1, "experiment": "forecast", "propensity": 0.23076923076923078}'),
	('household-28', '2026-11-25 18:48:39.484734+00', 100, '1787', 'exposure:forecast:1:newest', 'exposure', '2026-11-25 18:48:39.484+00', '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', 'af4a8f9e3ad7e5f22d4a8d9b9d93b73b5b3dccac133a53db8be49456887cc1fb', '{"bucket": 0.9983516403008252, "reason": "ASSIGNED", "standIn": false, "variant": "newest", "allocation": 1, "experiment": "forecast", "propensity": 0.23076923076923078}'),
	('household-29', '2026-11-25 18:48:39.489657+00', 101, '1790', 'exposure:forecast:1:newest', 'exposure', '2026-11-25 18:48:39.488+00', '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', 'af4a8f9e3ad7e5f22d4a8d9b9d93b73b5b3dccac133a53db8be49456887cc1fb', '{"bucket": 0.8673672734294087, "reason": "ASSIGNED", "standIn": false, "variant": "newest", "allocation": 1, "experiment": "forecast", "propensity": 0.23076923076923078}'),
	('household-30', '2026-11-25 18:48:39.50438+00', 102, '1791', 'exposure:forecast:1:newest', 'exposure', '2026-11-25 18:48:39.503+00', '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', 'af4a8f9e3ad7e5f22d4a8d9b9d93b73b5b3dccac133a53db8be49456887cc1fb', '{"bucket": 0.9507436151616275, "reason": "ASSIGNED", "standIn": false, "variant": "newest", "allocation": 1, "experiment": "forecast", "propensity": 0.23076923076923078}'),
	('household-31', '2026-11-25 18:48:39.513483+00', 103, '1792', 'exposure:forecast:1:median', 'exposure', '2026-11-25 18:48:39.513+00', '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', '{"bucket": 0.4768735587131232, "reason": "ASSIGNED", "standIn": false, "variant": "median", "allocation": 1, "experiment": "forecast", "propensity": 0.3076923076923077}'),
	('household-32', '2026-11-25 18:48:39.52373+00', 104, '1793', 'exposure:forecast:1:median', 'exposure', '2026-11-25 18:48:39.521+00', '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', '{"bucket": 0.7588748158887029, "reason": "ASSIGNED", "standIn": false, "variant": "median", "allocation": 1, "experiment": "forecast", "propensity": 0.3076923076923077}'),
	('vera', '2026-11-25 18:48:39.848927+00', 105, '1806', 'exposure:cooking:1:plans:stand-in', 'exposure', '2026-11-25 18:48:39.806+00', '17601cf198e8b55ff4d5fac3274117c8f15488426c115c32fd80a0307dd99bed', '1e24737c38b084538a7da0d1b409ffa491bd7fb0768bd82dcf0df4e4544224da', '{"bucket": 0.0188667057082057, "reason": "ASSIGNED", "standIn": true, "variant": "plans", "allocation": 1, "experiment": "cooking", "propensity": 0.5}'),
	('vera', '2026-11-25 18:48:39.848927+00', 106, '1806', 'YOzrwj4WMpcxSe7zL0QC0g:started', 'conversation_started', '2026-11-25 18:48:39.806+00', '17601cf198e8b55ff4d5fac3274117c8f15488426c115c32fd80a0307dd99bed', '1e24737c38b084538a7da0d1b409ffa491bd7fb0768bd82dcf0df4e4544224da', '{"standIn": true, "variant": "plans", "attributes": {}, "experiment": "cooking", "propensity": 0.5, "conversation": "YOzrwj4WMpcxSe7zL0QC0g", "promptVersion": "cook@1"}'),
	('vera', '2026-11-25 18:48:39.913621+00', 107, '1809', 'YOzrwj4WMpcxSe7zL0QC0g:1:user', 'message_sent', '2026-11-25 18:48:39.907+00', '17601cf198e8b55ff4d5fac3274117c8f15488426c115c32fd80a0307dd99bed', '1e24737c38b084538a7da0d1b409ffa491bd7fb0768bd82dcf0df4e4544224da', '{"role": "USER", "turn": 1, "standIn": true, "variant": "plans", "characters": 6, "experiment": "cooking", "propensity": 0.5, "conversation": "YOzrwj4WMpcxSe7zL0QC0g", "promptVersion": "cook@1"}'),
	('vera', '2026-11-25 18:48:39.970329+00', 108, '1814', 'YOzrwj4WMpcxSe7zL0QC0g:1:assistant', 'message_sent', '2026-11-25 18:48:39.968+00', '17601cf198e8b55ff4d5fac3274117c8f15488426c115c32fd80a0307dd99bed', '1e24737c38b084538a7da0d1b409ffa491bd7fb0768bd82dcf0df4e4544224da', '{"role": "ASSISTANT", "turn": 1, "standIn": true, "variant": "plans", "characters": 24, "experiment": "cooking", "propensity": 0.5, "conversation": "YOzrwj4WMpcxSe7zL0QC0g", "promptVersion": "cook@1"}'),
	('vera', '2026-11-25 18:48:39.970329+00', 109, '1814', 'YOzrwj4WMpcxSe7zL0QC0g:1:execution', 'execution_completed', '2026-11-25 18:48:39.968+00', '17601cf198e8b55ff4d5fac3274117c8f15488426c115c32fd80a0307dd99bed', '1e24737c38b084538a7da0d1b409ffa491bd7fb0768bd82dcf0df4e4544224da', '{"turn": 1, "model": "scripted", "usage": {"input": 10, "output": 6, "cacheRead": 0, "cacheWrite": 0}, "standIn": true, "variant": "plans", "strategy": "prompt_template", "latencyMs": 17, "experiment": "cooking", "propensity": 0.5, "stopReason": "end", "conversation": "YOzrwj4WMpcxSe7zL0QC0g", "promptVersion": "cook@1"}'),
	('vera', '2026-11-25 18:48:40.006044+00', 110, '1818', 'YOzrwj4WMpcxSe7zL0QC0g:2:user', 'message_sent', '2026-11-25 18:48:40.005+00', '17601cf198e8b55ff4d5fac3274117c8f15488426c115c32fd80a0307dd99bed', '1e24737c38b084538a7da0d1b409ffa491bd7fb0768bd82dcf0df4e4544224da', '{"role": "USER", "turn": 2, "standIn": true, "variant": "plans", "characters": 30, "experiment": "cooking", "propensity": 0.5, "conversation": "YOzrwj4WMpcxSe7zL0QC0g", "promptVersion": "cook@1"}'),
	('otto', '2026-11-25 18:48:40.135961+00', 111, '1830', 'hWcj1xb3MtKXdml-Jxb57g:1:user', 'message_sent', '2026-11-25 18:48:40.135+00', '17601cf198e8b55ff4d5fac3274117c8f15488426c115c32fd80a0307dd99bed', '1e24737c38b084538a7da0d1b409ffa491bd7fb0768bd82dcf0df4e4544224da', '{"role": "USER", "turn": 1, "standIn": true, "variant": "plans", "characters": 6, "experiment": "cooking", "propensity": 0.5, "conversation": "hWcj1xb3MtKXdml-Jxb57g", "promptVersion": "cook@1"}'),
	('otto', '2026-11-25 18:48:40.185145+00', 112, '1837', 'hWcj1xb3MtKXdml-Jxb57g:1:assistant', 'message_sent', '2026-11-25 18:48:40.184+00', '17601cf198e8b55ff4d5fac3274117c8f15488426c115c32fd80a0307dd99bed', '1e24737c38b084538a7da0d1b409ffa491bd7fb0768bd82dcf0df4e4544224da', '{"role": "ASSISTANT", "turn": 1, "standIn": true, "variant": "plans", "characters": 24, "experiment": "cooking", "propensity": 0.5, "conversation": "hWcj1xb3MtKXdml-Jxb57g", "promptVersion": "cook@1"}'),
	('otto', '2026-11-25 18:48:40.185145+00', 113, '1837', 'hWcj1xb3MtKXdml-Jxb57g:1:execution', 'execution_completed', '2026-11-25 18:48:40.184+00', '17601cf198e8b55ff4d5fac3274117c8f15488426c115c32fd80a0307dd99bed', '1e24737c38b084538a7da0d1b409ffa491bd7fb0768bd82dcf0df4e4544224da', '{"turn": 1, "model": "scripted", "usage": {"input": 10, "output": 6, "cacheRead": 0, "cacheWrite": 0}, "standIn": true, "variant": "plans", "strategy": "prompt_template", "latencyMs": 3, "experiment": "cooking", "propensity": 0.5, "stopReason": "end", "conversation": "hWcj1xb3MtKXdml-Jxb57g", "promptVersion": "cook@1"}'),
	('otto', '2026-11-25 18:48:40.211463+00', 114, '1839', 'hWcj1xb3MtKXdml-Jxb57g:2:user', 'message_sent', '2026-11-25 18:48:40.211+00', '17601cf198e8b55ff4d5fac3274117c8f15488426c115c32fd80a0307dd99bed', '1e24737c38b084538a7da0d1b409ffa491bd7fb0768bd82dcf0df4e4544224da', '{"role": "USER", "turn": 2, "standIn": true, "variant": "plans", "characters": 30, "experiment": "cooking", "propensity": 0.5, "conversation": "hWcj1xb3MtKXdml-Jxb57g", "promptVersion": "cook@1"}'),
	('otto', '2026-11-25 18:48:40.228137+00', 115, '1844', 'hWcj1xb3MtKXdml-Jxb57g:2:assistant', 'message_sent', '2026-11-25 18:48:40.223+00', '17601cf198e8b55ff4d5fac3274117c8f15488426c115c32fd80a0307dd99bed', '1e24737c38b084538a7da0d1b409ffa491bd7fb0768bd82dcf0df4e4544224da', '{"role": "ASSISTANT", "turn": 2, "standIn": true, "variant": "plans", "characters": 31, "experiment": "cooking", "propensity": 0.5, "conversation": "hWcj1xb3MtKXdml-Jxb57g", "promptVersion": "cook@1"}'),
	('otto', '2026-11-25 18:48:40.228137+00', 116, '1844', 'hWcj1xb3MtKXdml-Jxb57g:2:execution', 'execution_completed', '2026-11-25 18:48:40.223+00', '17601cf198e8b55ff4d5fac3274117c8f15488426c115c32fd80a0307dd99bed', '1e24737c38b084538a7da0d1b409ffa491bd7fb0768bd82dcf0df4e4544224da', '{"turn": 2, "model": "scripted", "usage": {"input": 24, "output": 8, "cacheRead": 0, "cacheWrite": 0}, "standIn": true, "variant": "plans", "strategy": "prompt_template", "latencyMs": 1, "experiment": "cooking", "propensity": 0.5, "stopReason": "end", "conversation": "hWcj1xb3MtKXdml-Jxb57g", "promptVersion": "cook@1"}'),
	('Zoë', '2026-11-25 18:48:40.25977+00', 117, '1848', 'exposure:cooking:1:asks:stand-in', 'exposure', '2026-11-25 18:48:40.244+00', '17601cf198e8b55ff4d5fac3274117c8f15488426c115c32fd80a0307dd99bed', '49abdaf27d1eb183f01be6410916fb13a1e721a0bb4272c32429ca25588f1e7e', '{"bucket": 0.5916065610945225, "reason": "ASSIGNED", "standIn": true, "variant": "asks", "allocation": 1, "experiment": "cooking", "propensity": 0.5}'),
	('Zoë', '2026-11-25 18:48:40.25977+00', 118, '1848', 'QvGPFirif6iZsI-kurQb_A:started', 'conversation_started', '2026-11-25 18:48:40.244+00', '17601cf198e8b55ff4d5fac3274117c8f15488426c115c32fd80a0307dd99bed', '49abdaf27d1eb183f01be6410916fb13a1e721a0bb4272c32429ca25588f1e7e', '{"standIn": true, "variant": "asks", "attributes": {}, "experiment": "cooking", "propensity": 0.5, "conversation": "QvGPFirif6iZsI-kurQb_A", "promptVersion": "cook@2"}'),
	('Zoë', '2026-11-25 18:48:40.317651+00', 119, '1849', 'QvGPFirif6iZsI-kurQb_A:1:user', 'message_sent', '2026-11-25 18:48:40.317+00', '17601cf198e8b55ff4d5fac3274117c8f15488426c115c32fd80a0307dd99bed', '49abdaf27d1eb183f01be6410916fb13a1e721a0bb4272c32429ca25588f1e7e', '{"role": "USER", "turn": 1, "standIn": true, "variant": "asks", "characters": 6, "experiment": "cooking", "propensity": 0.5, "conversation": "QvGPFirif6iZsI-kurQb_A", "promptVersion": "cook@2"}'),
	('vera', '2026-11-25 18:48:40.044156+00', 223, '1824', 'YOzrwj4WMpcxSe7zL0QC0g:2:execution', 'execution_completed', '2026-11-25 18:48:40.044+00', '17601cf198e8b55ff4d5fac3274117c8f15488426c115c32fd80a0307dd99bed', '1e24737c38b084538a7da0d1b409ffa491bd7fb0768bd82dcf0df4e4544224da', '{"turn": 2, "model": "scripted", "usage": {"input": 24, "output": 8, "cacheRead": 0, "cacheWrite": 0}, "standIn": true, "variant": "plans", "strategy": "prompt_template", "latencyMs": 5, "experiment": "cooking", "propensity": 0.5, "stopReason": "end", "conversation": "YOzrwj4WMpcxSe7zL0QC0g", "promptVersion": "cook@1"}'),
	('otto', '2026-11-25 18:48:40.102081+00', 224, '1827', 'exposure:cooking:1:plans:stand-in', 'exposure', '2026-11-25 18:48:40.101+00', '17601cf198e8b55ff4d5fac3274117c8f15488426c115c32fd80a0307dd99bed', '1e24737c38b084538a7da0d1b409ffa491bd7fb0768bd82dcf0df4e4544224da', '{"bucket": 0.07737748860381544, "reason": "ASSIGNED", "standIn": true, "variant": "plans", "allocation": 1, "experiment": "cooking", "propensity": 0.5}'),
	('otto', '2026-11-25 18:48:40.102081+00', 225, '1827', 'hWcj1xb3MtKXdml-Jxb57g:started', 'conversation_started', '2026-11-25 18:48:40.101+00', '17601cf198e8b55ff4d5fac3274117c8f15488426c115c32fd80a0307dd99bed', '1e24737c38b084538a7da0d1b409ffa491bd7fb0768bd82dcf0df4e4544224da', '{"standIn": true, "variant": "plans", "attributes": {}, "experiment": "cooking", "propensity": 0.5, "conversation": "hWcj1xb3MtKXdml-Jxb57g", "promptVersion": "cook@1"}'),
	('Zoë', '2026-11-25 18:48:40.33744+00', 226, '1855', 'QvGPFirif6iZsI-kurQb_A:1:assistant', 'message_sent', '2026-11-25 18:48:40.337+00', '17601cf198e8b55ff4d5fac3274117c8f15488426c115c32fd80a0307dd99bed', '49abdaf27d1eb183f01be6410916fb13a1e721a0bb4272c32429ca25588f1e7e', '{"role": "ASSISTANT", "turn": 1, "standIn": true, "variant": "asks", "characters": 24, "experiment": "cooking", "propensity": 0.5, "conversation": "QvGPFirif6iZsI-kurQb_A", "promptVersion": "cook@2"}'),
	('Zoë', '2026-11-25 18:48:40.33744+00', 227, '1855', 'QvGPFirif6iZsI-kurQb_A:1:execution', 'execution_completed', '2026-11-25 18:48:40.337+00', '17601cf198e8b55ff4d5fac3274117c8f15488426c115c32fd80a0307dd99bed', '49abdaf27d1eb183f01be6410916fb13a1e721a0bb4272c32429ca25588f1e7e', '{"turn": 1, "model": "scripted", "usage": {"input": 15, "output": 6, "cacheRead": 0, "cacheWrite": 0}, "standIn": true, "variant": "asks", "strategy": "prompt_template", "latencyMs": 6, "experiment": "cooking", "propensity": 0.5, "stopReason": "end", "conversation": "QvGPFirif6iZsI-kurQb_A", "promptVersion": "cook@2"}'),
	('Zoë', '2026-11-25 18:48:40.369965+00', 228, '1857', 'QvGPFirif6iZsI-kurQb_A:2:user', 'message_sent', '2026-11-25 18:48:40.369+00', '17601cf198e8b55ff4d5fac3274117c8f15488426c115c32fd80a0307dd99bed', '49abdaf27d1eb183f01be6410916fb13a1e721a0bb4272c32429ca25588f1e7e', '{"role": "USER", "turn": 2, "standIn": true, "variant": "asks", "characters": 30, "experiment": "cooking", "propensity": 0.5, "conversation": "QvGPFirif6iZsI-kurQb_A", "promptVersion": "cook@2"}'),
	('Zoë', '2026-11-25 18:48:40.383155+00', 229, '1862', 'QvGPFirif6iZsI-kurQb_A:2:assistant', 'message_sent', '2026-11-25 18:48:40.382+00', '17601cf198e8b55ff4d5fac3274117c8f15488426c115c32fd80a0307dd99bed', '49abdaf27d1eb183f01be6410916fb13a1e721a0bb4272c32429ca25588f1e7e', '{"role": "ASSISTANT", "turn": 2, "standIn": true, "variant": "asks", "characters": 31, "experiment": "cooking", "propensity": 0.5, "conversation": "QvGPFirif6iZsI-kurQb_A", "promptVersion": "cook@2"}'),
	('Zoë', '2026-11-25 18:48:40.383155+00', 230, '1862', 'QvGPFirif6iZsI-kurQb_A:2:execution', 'execution_completed', '2026-11-25 18:48:40.382+00', '17601cf198e8b55ff4d5fac3274117c8f15488426c115c32fd80a0307dd99bed', '49abdaf27d1eb183f01be6410916fb13a1e721a0bb4272c32429ca25588f1e7e', '{"turn": 2, "model": "scripted", "usage": {"input": 29, "output": 8, "cacheRead": 0, "cacheWrite": 0}, "standIn": true, "variant": "asks", "strategy": "prompt_template", "latencyMs": 1, "experiment": "cooking", "propensity": 0.5, "stopReason": "end", "conversation": "QvGPFirif6iZsI-kurQb_A", "promptVersion": "cook@2"}');


--
-- Data for Name: events_2026_11_26; Type: TABLE DATA; Schema: exp; Owner: -
--



--
-- Data for Name: events_2026_11_27; Type: TABLE DATA; Schema: exp; Owner: -
--



--
-- Data for Name: events_2026_11_28; Type: TABLE DATA; Schema: exp; Owner: -
--



--
-- Data for Name: events_2026_11_29; Type: TABLE DATA; Schema: exp; Owner: -
--



--
-- Data for Name: events_2026_11_30; Type: TABLE DATA; Schema: exp; Owner: -
--



--
-- Data for Name: events_2026_12_01; Type: TABLE DATA; Schema: exp; Owner: -
--



--
-- Data for Name: events_2026_12_02; Type: TABLE DATA; Schema: exp; Owner: -
--



--
-- Data for Name: events_default; Type: TABLE DATA; Schema: exp; Owner: -
--



--
-- Data for Name: execution_effects; Type: TABLE DATA; Schema: exp; Owner: -
--



--
-- Data for Name: executions; Type: TABLE DATA; Schema: exp; Owner: -
--

INSERT INTO exp.executions VALUES
	('Htt55wD2ix3ySzIhKHEUlQ', 'household-0', 'forecast', NULL, '1afb8c08e37113654b2585f069d93421c4e739c2f568204c75227d91498cfa2a', '{"strategy":"mlflow_model","config":{"execution_strategy":"mlflow_model","mlflow_model":{"policy_version_id":"food_budget@2"},"params":{"nested":{"list":[1,2.5,null]},"quantile":0.9}},"pins":{"food_budget@2":"4643250aa5585f588227fa3b7083698dd42a9bd377144d7813ecfb2e541891a4"},"arm":{"experiment":"forecast","variant":"newest","hash":"af4a8f9e3ad7e5f22d4a8d9b9d93b73b5b3dccac133a53db8be49456887cc1fb","propensity":0.23076923076923078}}', 'newest', 'af4a8f9e3ad7e5f22d4a8d9b9d93b73b5b3dccac133a53db8be49456887cc1fb', '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', NULL, 'COMPLETED', true, NULL, '{"prediction":473.6086332716389,"model":"food_budget","modelVersion":"2"}', NULL, NULL, 250, '{"input":0,"output":0,"cacheRead":0,"cacheWrite":0}', 'food_budget/2', '2026-11-25 18:48:35.676+00', '2026-11-25 18:48:36.082+00'),
	('QWQq6ACxg_uKmz6mplIzBQ', 'household-1', 'forecast', NULL, 'c341c7ec017de53a48939eb5c444ccc4888ac8c86a72144fc1c97b8970e9332d', '{"strategy":"mlflow_model","config":{"execution_strategy":"mlflow_model","mlflow_model":{"policy_version_id":"food_budget@2"}},"pins":{"food_budget@2":"4643250aa5585f588227fa3b7083698dd42a9bd377144d7813ecfb2e541891a4"},"arm":{"experiment":"forecast","variant":"median","hash":"ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62","propensity":0.3076923076923077}}', 'median', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', NULL, 'COMPLETED', true, NULL, '{"prediction":474.1688138222514,"model":"food_budget","modelVersion":"2"}', NULL, NULL, 3, '{"input":0,"output":0,"cacheRead":0,"cacheWrite":0}', 'food_budget/2', '2026-11-25 18:48:36.525+00', '2026-11-25 18:48:36.535+00'),
	('44SDI7uQDuWZccgHlQupqQ', 'household-2', 'forecast', NULL, '3d0a19d38af3884b1d6bec969992b4856008cf007d717bbd4ed3066b6e791c9e', '{"strategy":"mlflow_model","config":{"execution_strategy":"mlflow_model","mlflow_model":{"policy_version_id":"food_budget@1"},"params":{"note":"größer","threshold":0.5}},"pins":{"food_budget@1":"17a6e45b360d5517f3ede30fc4dc5a56208571b153fae75340d55ebd56fee340"},"arm":{"experiment":"forecast","variant":"mean","hash":"35115d36cebcf0a1485f45d296508eb5e5fcb7a7f7db6833160a79ee6596e90d","propensity":0.46153846153846156}}', 'mean', '35115d36cebcf0a1485f45d296508eb5e5fcb7a7f7db6833160a79ee6596e90d', '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', NULL, 'COMPLETED', true, NULL, '{"prediction":488.070641944906,"model":"food_budget","modelVersion":"1"}', NULL, NULL, 8, '{"input":0,"output":0,"cacheRead":0,"cacheWrite":0}', 'food_budget/1', '2026-11-25 18:48:36.56+00', '2026-11-25 18:48:36.595+00'),
	('WqBGHCaGjCUiiK_rCZBYDw', 'household-3', 'forecast', NULL, 'c23a53afe9ea5ee4c87203dc837bf986ea9adae34634796356c4558f78be96d3', '{"strategy":"mlflow_model","config":{"execution_strategy":"mlflow_model","mlflow_model":{"policy_version_id":"food_budget@1"},"params":{"note":"größer","threshold":0.5}},"pins":{"food_budget@1":"17a6e45b360d5517f3ede30fc4dc5a56208571b153fae75340d55ebd56fee340"},"arm":{"experiment":"forecast","variant":"mean","hash":"35115d36cebcf0a1485f45d296508eb5e5fcb7a7f7db6833160a79ee6596e90d","propensity":0.46153846153846156}}', 'mean', '35115d36cebcf0a1485f45d296508eb5e5fcb7a7f7db6833160a79ee6596e90d', '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', NULL, 'COMPLETED', true, NULL, '{"prediction":488.555820368583,"model":"food_budget","modelVersion":"1"}', NULL, NULL, 4, '{"input":0,"output":0,"cacheRead":0,"cacheWrite":0}', 'food_budget/1', '2026-11-25 18:48:36.612+00', '2026-11-25 18:48:36.62+00'),
	('RuM8mtd4AB51v7JvZA0_dQ', 'household-5', 'forecast', NULL, 'f0171933185c205301b6aa6af77d0f215448c0bf7a4902a848300ad7488c2ebb', '{"strategy":"mlflow_model","config":{"execution_strategy":"mlflow_model","mlflow_model":{"policy_version_id":"food_budget@2"}},"pins":{"food_budget@2":"4643250aa5585f588227fa3b7083698dd42a9bd377144d7813ecfb2e541891a4"},"arm":{"experiment":"forecast","variant":"median","hash":"ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62","propensity":0.3076923076923077}}', 'median', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', NULL, 'COMPLETED', true, NULL, '{"prediction":476.4095360247016,"model":"food_budget","modelVersion":"2"}', NULL, NULL, 7, '{"input":0,"output":0,"cacheRead":0,"cacheWrite":0}', 'food_budget/2', '2026-11-25 18:48:36.644+00', '2026-11-25 18:48:36.657+00'),
	('lxaDiAIy7vIipWEjkFmyXg', 'household-6', 'forecast', NULL, 'fca5444348d94b075f1c9e15c0b4747902a7678696635c3431eed2078a0efefa', '{"strategy":"mlflow_model","config":{"execution_strategy":"mlflow_model","mlflow_model":{"policy_version_id":"food_budget@1"},"params":{"note":"größer","threshold":0.5}},"pins":{"food_budget@1":"17a6e45b360d5517f3ede30fc4dc5a56208571b153fae75340d55ebd56fee340"},"arm":{"experiment":"forecast","variant":"mean","hash":"35115d36cebcf0a1485f45d296508eb5e5fcb7a7f7db6833160a79ee6596e90d","propensity":0.46153846153846156}}', 'mean', '35115d36cebcf0a1485f45d296508eb5e5fcb7a7f7db6833160a79ee6596e90d', '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', NULL, 'COMPLETED', true, NULL, '{"prediction":490.0113556396137,"model":"food_budget","modelVersion":"1"}', NULL, NULL, 7, '{"input":0,"output":0,"cacheRead":0,"cacheWrite":0}', 'food_budget/1', '2026-11-25 18:48:36.673+00', '2026-11-25 18:48:36.697+00'),
	('4l0GEMcIN1LEPaiw45cfkQ', 'household-7', 'forecast', NULL, '235aea9d023d657efc50e9e526819d8a90c0bc8ae480bb4c94bd8bc2693f2586', '{"strategy":"mlflow_model","config":{"execution_strategy":"mlflow_model","mlflow_model":{"policy_version_id":"food_budget@1"},"params":{"note":"größer","threshold":0.5}},"pins":{"food_budget@1":"17a6e45b360d5517f3ede30fc4dc5a56208571b153fae75340d55ebd56fee340"},"arm":{"experiment":"forecast","variant":"mean","hash":"35115d36cebcf0a1485f45d296508eb5e5fcb7a7f7db6833160a79ee6596e90d","propensity":0.46153846153846156}}', 'mean', '35115d36cebcf0a1485f45d296508eb5e5fcb7a7f7db6833160a79ee6596e90d', '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', NULL, 'COMPLETED', true, NULL, '{"prediction":490.4965340632907,"model":"food_budget","modelVersion":"1"}', NULL, NULL, 3, '{"input":0,"output":0,"cacheRead":0,"cacheWrite":0}', 'food_budget/1', '2026-11-25 18:48:36.724+00', '2026-11-25 18:48:36.734+00'),
	('J-yX3xhaDyJ24bQgrRC4cA', 'household-8', 'forecast', NULL, 'e549ae480b7b064fb99fbdaacb0ce332c3356de0ec1f00d70835bd485b45c2e0', '{"strategy":"mlflow_model","config":{"execution_strategy":"mlflow_model","mlflow_model":{"policy_version_id":"food_budget@2"}},"pins":{"food_budget@2":"4643250aa5585f588227fa3b7083698dd42a9bd377144d7813ecfb2e541891a4"},"arm":{"experiment":"forecast","variant":"median","hash":"ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62","propensity":0.3076923076923077}}', 'median', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', NULL, 'COMPLETED', true, NULL, '{"prediction":478.0900776765392,"model":"food_budget","modelVersion":"2"}', NULL, NULL, 7, '{"input":0,"output":0,"cacheRead":0,"cacheWrite":0}', 'food_budget/2', '2026-11-25 18:48:36.818+00', '2026-11-25 18:48:36.838+00'),
	('9u61LEI2nlb6xmqtFYg0Fg', 'household-10', 'forecast', NULL, '0532eef4623475983e9f002cb5ca24bb934265c4447cad9e0032c164fb1fe061', '{"strategy":"mlflow_model","config":{"execution_strategy":"mlflow_model","mlflow_model":{"policy_version_id":"food_budget@2"},"params":{"nested":{"list":[1,2.5,null]},"quantile":0.9}},"pins":{"food_budget@2":"4643250aa5585f588227fa3b7083698dd42a9bd377144d7813ecfb2e541891a4"},"arm":{"experiment":"forecast","variant":"newest","hash":"af4a8f9e3ad7e5f22d4a8d9b9d93b73b5b3dccac133a53db8be49456887cc1fb","propensity":0.23076923076923078}}', 'newest', 'af4a8f9e3ad7e5f22d4a8d9b9d93b73b5b3dccac133a53db8be49456887cc1fb', '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', NULL, 'COMPLETED', true, NULL, '{"prediction":479.2104387777643,"model":"food_budget","modelVersion":"2"}', NULL, NULL, 8, '{"input":0,"output":0,"cacheRead":0,"cacheWrite":0}', 'food_budget/2', '2026-11-25 18:48:36.924+00', '2026-11-25 18:48:36.947+00'),
	('G6-qm8ay7m3E8dkk3gxCHA', 'household-11', 'forecast', NULL, '77b5fc957ad9a8ceff0c20f48e54117ea24a79ee3b2ac036b8caf2dafc949f1a', '{"strategy":"mlflow_model","config":{"execution_strategy":"mlflow_model","mlflow_model":{"policy_version_id":"food_budget@1"},"params":{"note":"größer","threshold":0.5}},"pins":{"food_budget@1":"17a6e45b360d5517f3ede30fc4dc5a56208571b153fae75340d55ebd56fee340"},"arm":{"experiment":"forecast","variant":"mean","hash":"35115d36cebcf0a1485f45d296508eb5e5fcb7a7f7db6833160a79ee6596e90d","propensity":0.46153846153846156}}', 'mean', '35115d36cebcf0a1485f45d296508eb5e5fcb7a7f7db6833160a79ee6596e90d', '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', NULL, 'COMPLETED', true, NULL, '{"prediction":492.4372477579984,"model":"food_budget","modelVersion":"1"}', NULL, NULL, 9, '{"input":0,"output":0,"cacheRead":0,"cacheWrite":0}', 'food_budget/1', '2026-11-25 18:48:36.975+00', '2026-11-25 18:48:36.991+00'),
	('ngktSz-tRzCJSeiYNEicYA', 'household-12', 'forecast', NULL, 'c24220b2cf7eaca0ed584ea64c5fc07ab41dad4837c2142092c7439ee88ea120', '{"strategy":"mlflow_model","config":{"execution_strategy":"mlflow_model","mlflow_model":{"policy_version_id":"food_budget@1"},"params":{"note":"größer","threshold":0.5}},"pins":{"food_budget@1":"17a6e45b360d5517f3ede30fc4dc5a56208571b153fae75340d55ebd56fee340"},"arm":{"experiment":"forecast","variant":"mean","hash":"35115d36cebcf0a1485f45d296508eb5e5fcb7a7f7db6833160a79ee6596e90d","propensity":0.46153846153846156}}', 'mean', '35115d36cebcf0a1485f45d296508eb5e5fcb7a7f7db6833160a79ee6596e90d', '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', NULL, 'COMPLETED', true, NULL, '{"prediction":492.9224261816753,"model":"food_budget","modelVersion":"1"}', NULL, NULL, 3, '{"input":0,"output":0,"cacheRead":0,"cacheWrite":0}', 'food_budget/1', '2026-11-25 18:48:37.042+00', '2026-11-25 18:48:37.054+00'),
	('MtABXGqRDa2JYJz2NJO7RQ', 'household-13', 'forecast', NULL, '2c92ef8d995bb19072c6ac461fa362185e4b6eac496c7cb9c71807a92f4f1904', '{"strategy":"mlflow_model","config":{"execution_strategy":"mlflow_model","mlflow_model":{"policy_version_id":"food_budget@1"},"params":{"note":"größer","threshold":0.5}},"pins":{"food_budget@1":"17a6e45b360d5517f3ede30fc4dc5a56208571b153fae75340d55ebd56fee340"},"arm":{"experiment":"forecast","variant":"mean","hash":"35115d36cebcf0a1485f45d296508eb5e5fcb7a7f7db6833160a79ee6596e90d","propensity":0.46153846153846156}}', 'mean', '35115d36cebcf0a1485f45d296508eb5e5fcb7a7f7db6833160a79ee6596e90d', '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', NULL, 'COMPLETED', true, NULL, '{"prediction":493.40760460535216,"model":"food_budget","modelVersion":"1"}', NULL, NULL, 31, '{"input":0,"output":0,"cacheRead":0,"cacheWrite":0}', 'food_budget/1', '2026-11-25 18:48:37.08+00', '2026-11-25 18:48:37.152+00'),
	('iD-D6rgv9X4mWx0FtqcE7w', 'household-2', 'forecast_paused', NULL, '3d0a19d38af3884b1d6bec969992b4856008cf007d717bbd4ed3066b6e791c9e', '{"strategy":"mlflow_model","config":{"execution_strategy":"mlflow_model","mlflow_model":{"policy_version_id":"food_budget@2"}},"pins":{"food_budget@2":"4643250aa5585f588227fa3b7083698dd42a9bd377144d7813ecfb2e541891a4"},"arm":{"experiment":"forecast_paused","variant":"median","hash":"ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62","propensity":0.5}}', 'median', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', NULL, 'COMPLETED', true, NULL, '{"prediction":474.72899437286395,"model":"food_budget","modelVersion":"2"}', NULL, NULL, 5, '{"input":0,"output":0,"cacheRead":0,"cacheWrite":0}', 'food_budget/2', '2026-11-25 18:48:37.688+00', '2026-11-25 18:48:37.704+00'),
	('Cq1dYDKRx0GaqljQXj2zeQ', 'household-3', 'forecast_paused', NULL, 'c23a53afe9ea5ee4c87203dc837bf986ea9adae34634796356c4558f78be96d3', '{"strategy":"mlflow_model","config":{"execution_strategy":"mlflow_model","mlflow_model":{"policy_version_id":"food_budget@2"}},"pins":{"food_budget@2":"4643250aa5585f588227fa3b7083698dd42a9bd377144d7813ecfb2e541891a4"},"arm":{"experiment":"forecast_paused","variant":"median","hash":"ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62","propensity":0.5}}', 'median', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', NULL, 'COMPLETED', true, NULL, '{"prediction":475.28917492347654,"model":"food_budget","modelVersion":"2"}', NULL, NULL, 7, '{"input":0,"output":0,"cacheRead":0,"cacheWrite":0}', 'food_budget/2', '2026-11-25 18:48:37.736+00', '2026-11-25 18:48:37.756+00'),
	('H8IO9WKqyu88-yqIUn7PSw', 'household-4', 'forecast_paused', NULL, 'f40926292c84460c97db6ce51232c596074a0e591b56cf8e70dafa48a3dfd931', '{"strategy":"mlflow_model","config":{"execution_strategy":"mlflow_model","mlflow_model":{"policy_version_id":"food_budget@1"}},"pins":{"food_budget@1":"17a6e45b360d5517f3ede30fc4dc5a56208571b153fae75340d55ebd56fee340"},"arm":{"experiment":"forecast_paused","variant":"mean","hash":"fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491","propensity":0.5}}', 'mean', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', NULL, 'COMPLETED', true, NULL, '{"prediction":489.04099879225987,"model":"food_budget","modelVersion":"1"}', NULL, NULL, 2, '{"input":0,"output":0,"cacheRead":0,"cacheWrite":0}', 'food_budget/1', '2026-11-25 18:48:37.786+00', '2026-11-25 18:48:37.793+00'),
	('sLDLUZPqV22zxdpjCpf1fw', 'household-6', 'forecast_paused', NULL, 'fca5444348d94b075f1c9e15c0b4747902a7678696635c3431eed2078a0efefa', '{"strategy":"mlflow_model","config":{"execution_strategy":"mlflow_model","mlflow_model":{"policy_version_id":"food_budget@2"}},"pins":{"food_budget@2":"4643250aa5585f588227fa3b7083698dd42a9bd377144d7813ecfb2e541891a4"},"arm":{"experiment":"forecast_paused","variant":"median","hash":"ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62","propensity":0.5}}', 'median', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', NULL, 'COMPLETED', true, NULL, '{"prediction":476.9697165753141,"model":"food_budget","modelVersion":"2"}', NULL, NULL, 3, '{"input":0,"output":0,"cacheRead":0,"cacheWrite":0}', 'food_budget/2', '2026-11-25 18:48:37.902+00', '2026-11-25 18:48:37.933+00'),
	('kEIGO87a43m1VBCBDCcuPw', 'household-14', 'forecast', NULL, '1b717d47f9b564b6ce02211fca7cb5c1592457c5a37b8aa1172fc4a64f6f4915', '{"strategy":"mlflow_model","config":{"execution_strategy":"mlflow_model","mlflow_model":{"policy_version_id":"food_budget@2"}},"pins":{"food_budget@2":"4643250aa5585f588227fa3b7083698dd42a9bd377144d7813ecfb2e541891a4"},"arm":{"experiment":"forecast","variant":"median","hash":"ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62","propensity":0.3076923076923077}}', 'median', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', NULL, 'COMPLETED', true, NULL, '{"prediction":481.4511609802144,"model":"food_budget","modelVersion":"2"}', NULL, NULL, 3, '{"input":0,"output":0,"cacheRead":0,"cacheWrite":0}', 'food_budget/2', '2026-11-25 18:48:37.248+00', '2026-11-25 18:48:37.305+00'),
	('0i1mgRDdM8ti3mcDXaYEjA', 'household-16', 'forecast', NULL, 'e7722ac5b60bf8603fcda15b10a7e731b6a7fb7f155c846cf85928a653715038', '{"strategy":"mlflow_model","config":{"execution_strategy":"mlflow_model","mlflow_model":{"policy_version_id":"food_budget@1"},"params":{"note":"größer","threshold":0.5}},"pins":{"food_budget@1":"17a6e45b360d5517f3ede30fc4dc5a56208571b153fae75340d55ebd56fee340"},"arm":{"experiment":"forecast","variant":"mean","hash":"35115d36cebcf0a1485f45d296508eb5e5fcb7a7f7db6833160a79ee6596e90d","propensity":0.46153846153846156}}', 'mean', '35115d36cebcf0a1485f45d296508eb5e5fcb7a7f7db6833160a79ee6596e90d', '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', NULL, 'COMPLETED', true, NULL, '{"prediction":494.863139876383,"model":"food_budget","modelVersion":"1"}', NULL, NULL, 3, '{"input":0,"output":0,"cacheRead":0,"cacheWrite":0}', 'food_budget/1', '2026-11-25 18:48:37.374+00', '2026-11-25 18:48:37.393+00'),
	('mN_II348s2i-4rXAEmzfRg', 'household-17', 'forecast', NULL, '4338e8a647b190afe523e9a5964b8d99a3c480669947762895e99f569dee9170', '{"strategy":"mlflow_model","config":{"execution_strategy":"mlflow_model","mlflow_model":{"policy_version_id":"food_budget@2"},"params":{"nested":{"list":[1,2.5,null]},"quantile":0.9}},"pins":{"food_budget@2":"4643250aa5585f588227fa3b7083698dd42a9bd377144d7813ecfb2e541891a4"},"arm":{"experiment":"forecast","variant":"newest","hash":"af4a8f9e3ad7e5f22d4a8d9b9d93b73b5b3dccac133a53db8be49456887cc1fb","propensity":0.23076923076923078}}', 'newest', 'af4a8f9e3ad7e5f22d4a8d9b9d93b73b5b3dccac133a53db8be49456887cc1fb', '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', NULL, 'COMPLETED', true, NULL, '{"prediction":483.13170263205205,"model":"food_budget","modelVersion":"2"}', NULL, NULL, 8, '{"input":0,"output":0,"cacheRead":0,"cacheWrite":0}', 'food_budget/2', '2026-11-25 18:48:37.464+00', '2026-11-25 18:48:37.488+00'),
	('-_Kqm12joL75VhWzkND1gg', 'household-18', 'forecast', NULL, '086b97c7bc52d7d557ca67841864ba9806b3108238241723a218965af071df5e', '{"strategy":"mlflow_model","config":{"execution_strategy":"mlflow_model","mlflow_model":{"policy_version_id":"food_budget@2"},"params":{"nested":{"list":[1,2.5,null]},"quantile":0.9}},"pins":{"food_budget@2":"4643250aa5585f588227fa3b7083698dd42a9bd377144d7813ecfb2e541891a4"},"arm":{"experiment":"forecast","variant":"newest","hash":"af4a8f9e3ad7e5f22d4a8d9b9d93b73b5b3dccac133a53db8be49456887cc1fb","propensity":0.23076923076923078}}', 'newest', 'af4a8f9e3ad7e5f22d4a8d9b9d93b73b5b3dccac133a53db8be49456887cc1fb', '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', NULL, 'COMPLETED', true, NULL, '{"prediction":483.6918831826646,"model":"food_budget","modelVersion":"2"}', NULL, NULL, 27, '{"input":0,"output":0,"cacheRead":0,"cacheWrite":0}', 'food_budget/2', '2026-11-25 18:48:37.514+00', '2026-11-25 18:48:37.554+00'),
	('3dqbMwOGk8fjEunn2C9uig', 'household-0', 'forecast_paused', NULL, '1afb8c08e37113654b2585f069d93421c4e739c2f568204c75227d91498cfa2a', '{"strategy":"mlflow_model","config":{"execution_strategy":"mlflow_model","mlflow_model":{"policy_version_id":"food_budget@1"}},"pins":{"food_budget@1":"17a6e45b360d5517f3ede30fc4dc5a56208571b153fae75340d55ebd56fee340"},"arm":{"experiment":"forecast_paused","variant":"mean","hash":"fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491","propensity":0.5}}', 'mean', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', NULL, 'COMPLETED', true, NULL, '{"prediction":487.10028509755216,"model":"food_budget","modelVersion":"1"}', NULL, NULL, 4, '{"input":0,"output":0,"cacheRead":0,"cacheWrite":0}', 'food_budget/1', '2026-11-25 18:48:37.605+00', '2026-11-25 18:48:37.623+00'),
	('Z6QGVkOBkGdkt3a7cdBUGQ', 'household-1', 'forecast_paused', NULL, 'c341c7ec017de53a48939eb5c444ccc4888ac8c86a72144fc1c97b8970e9332d', '{"strategy":"mlflow_model","config":{"execution_strategy":"mlflow_model","mlflow_model":{"policy_version_id":"food_budget@1"}},"pins":{"food_budget@1":"17a6e45b360d5517f3ede30fc4dc5a56208571b153fae75340d55ebd56fee340"},"arm":{"experiment":"forecast_paused","variant":"mean","hash":"fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491","propensity":0.5}}', 'mean', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', NULL, 'COMPLETED', true, NULL, '{"prediction":487.58546352122914,"model":"food_budget","modelVersion":"1"}', NULL, NULL, 9, '{"input":0,"output":0,"cacheRead":0,"cacheWrite":0}', 'food_budget/1', '2026-11-25 18:48:37.644+00', '2026-11-25 18:48:37.66+00'),
	('NdsPCIymdJuD01o28IZ5tw', 'household-10', 'forecast_paused', NULL, '0532eef4623475983e9f002cb5ca24bb934265c4447cad9e0032c164fb1fe061', '{"strategy":"mlflow_model","config":{"execution_strategy":"mlflow_model","mlflow_model":{"policy_version_id":"food_budget@1"}},"pins":{"food_budget@1":"17a6e45b360d5517f3ede30fc4dc5a56208571b153fae75340d55ebd56fee340"},"arm":{"experiment":"forecast_paused","variant":"mean","hash":"fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491","propensity":0.5}}', 'mean', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', NULL, 'COMPLETED', true, NULL, '{"prediction":491.95206933432144,"model":"food_budget","modelVersion":"1"}', NULL, NULL, 2, '{"input":0,"output":0,"cacheRead":0,"cacheWrite":0}', 'food_budget/1', '2026-11-25 18:48:38.201+00', '2026-11-25 18:48:38.221+00'),
	('3Q2tp3d0QF320kswH-bOGg', 'household-11', 'forecast_paused', NULL, '77b5fc957ad9a8ceff0c20f48e54117ea24a79ee3b2ac036b8caf2dafc949f1a', '{"strategy":"mlflow_model","config":{"execution_strategy":"mlflow_model","mlflow_model":{"policy_version_id":"food_budget@2"}},"pins":{"food_budget@2":"4643250aa5585f588227fa3b7083698dd42a9bd377144d7813ecfb2e541891a4"},"arm":{"experiment":"forecast_paused","variant":"median","hash":"ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62","propensity":0.5}}', 'median', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', NULL, 'COMPLETED', true, NULL, '{"prediction":479.7706193283768,"model":"food_budget","modelVersion":"2"}', NULL, NULL, 4, '{"input":0,"output":0,"cacheRead":0,"cacheWrite":0}', 'food_budget/2', '2026-11-25 18:48:38.241+00', '2026-11-25 18:48:38.262+00'),
	('lAkGOoCmcHYlZvID5Se0qw', 'household-12', 'forecast_paused', NULL, 'c24220b2cf7eaca0ed584ea64c5fc07ab41dad4837c2142092c7439ee88ea120', '{"strategy":"mlflow_model","config":{"execution_strategy":"mlflow_model","mlflow_model":{"policy_version_id":"food_budget@1"}},"pins":{"food_budget@1":"17a6e45b360d5517f3ede30fc4dc5a56208571b153fae75340d55ebd56fee340"},"arm":{"experiment":"forecast_paused","variant":"mean","hash":"fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491","propensity":0.5}}', 'mean', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', NULL, 'COMPLETED', true, NULL, '{"prediction":492.9224261816753,"model":"food_budget","modelVersion":"1"}', NULL, NULL, 2, '{"input":0,"output":0,"cacheRead":0,"cacheWrite":0}', 'food_budget/1', '2026-11-25 18:48:38.299+00', '2026-11-25 18:48:38.32+00'),
	('s8zSoAJByYjsunC-q2PUKQ', 'household-13', 'forecast_paused', NULL, '2c92ef8d995bb19072c6ac461fa362185e4b6eac496c7cb9c71807a92f4f1904', '{"strategy":"mlflow_model","config":{"execution_strategy":"mlflow_model","mlflow_model":{"policy_version_id":"food_budget@2"}},"pins":{"food_budget@2":"4643250aa5585f588227fa3b7083698dd42a9bd377144d7813ecfb2e541891a4"},"arm":{"experiment":"forecast_paused","variant":"median","hash":"ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62","propensity":0.5}}', 'median', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', NULL, 'COMPLETED', true, NULL, '{"prediction":480.8909804296019,"model":"food_budget","modelVersion":"2"}', NULL, NULL, 7, '{"input":0,"output":0,"cacheRead":0,"cacheWrite":0}', 'food_budget/2', '2026-11-25 18:48:38.346+00', '2026-11-25 18:48:38.378+00'),
	('E4L0bzfi8GY5v3GuZDTRkw', 'household-14', 'forecast_paused', NULL, '1b717d47f9b564b6ce02211fca7cb5c1592457c5a37b8aa1172fc4a64f6f4915', '{"strategy":"mlflow_model","config":{"execution_strategy":"mlflow_model","mlflow_model":{"policy_version_id":"food_budget@2"}},"pins":{"food_budget@2":"4643250aa5585f588227fa3b7083698dd42a9bd377144d7813ecfb2e541891a4"},"arm":{"experiment":"forecast_paused","variant":"median","hash":"ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62","propensity":0.5}}', 'median', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', NULL, 'COMPLETED', true, NULL, '{"prediction":481.4511609802144,"model":"food_budget","modelVersion":"2"}', NULL, NULL, 11, '{"input":0,"output":0,"cacheRead":0,"cacheWrite":0}', 'food_budget/2', '2026-11-25 18:48:38.407+00', '2026-11-25 18:48:38.428+00'),
	('deIkcq1n8EIuPmZ9l03qEQ', 'household-5', 'forecast_paused', NULL, 'f0171933185c205301b6aa6af77d0f215448c0bf7a4902a848300ad7488c2ebb', '{"strategy":"mlflow_model","config":{"execution_strategy":"mlflow_model","mlflow_model":{"policy_version_id":"food_budget@1"}},"pins":{"food_budget@1":"17a6e45b360d5517f3ede30fc4dc5a56208571b153fae75340d55ebd56fee340"},"arm":{"experiment":"forecast_paused","variant":"mean","hash":"fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491","propensity":0.5}}', 'mean', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', NULL, 'COMPLETED', true, NULL, '{"prediction":489.52617721593685,"model":"food_budget","modelVersion":"1"}', NULL, NULL, 8, '{"input":0,"output":0,"cacheRead":0,"cacheWrite":0}', 'food_budget/1', '2026-11-25 18:48:37.843+00', '2026-11-25 18:48:37.862+00'),
	('LTQZ-3ESgtmMJaV_zuz4Qg', 'household-7', 'forecast_paused', NULL, '235aea9d023d657efc50e9e526819d8a90c0bc8ae480bb4c94bd8bc2693f2586', '{"strategy":"mlflow_model","config":{"execution_strategy":"mlflow_model","mlflow_model":{"policy_version_id":"food_budget@1"}},"pins":{"food_budget@1":"17a6e45b360d5517f3ede30fc4dc5a56208571b153fae75340d55ebd56fee340"},"arm":{"experiment":"forecast_paused","variant":"mean","hash":"fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491","propensity":0.5}}', 'mean', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', NULL, 'COMPLETED', true, NULL, '{"prediction":490.4965340632907,"model":"food_budget","modelVersion":"1"}', NULL, NULL, 9, '{"input":0,"output":0,"cacheRead":0,"cacheWrite":0}', 'food_budget/1', '2026-11-25 18:48:38.015+00', '2026-11-25 18:48:38.04+00'),
	('0rD5V7RQSgXhJguAl9eUFA', 'household-8', 'forecast_paused', NULL, 'e549ae480b7b064fb99fbdaacb0ce332c3356de0ec1f00d70835bd485b45c2e0', '{"strategy":"mlflow_model","config":{"execution_strategy":"mlflow_model","mlflow_model":{"policy_version_id":"food_budget@1"}},"pins":{"food_budget@1":"17a6e45b360d5517f3ede30fc4dc5a56208571b153fae75340d55ebd56fee340"},"arm":{"experiment":"forecast_paused","variant":"mean","hash":"fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491","propensity":0.5}}', 'mean', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', NULL, 'COMPLETED', true, NULL, '{"prediction":490.9817124869676,"model":"food_budget","modelVersion":"1"}', NULL, NULL, 5, '{"input":0,"output":0,"cacheRead":0,"cacheWrite":0}', 'food_budget/1', '2026-11-25 18:48:38.106+00', '2026-11-25 18:48:38.128+00'),
	('hLXYdzqaKtxlnApicuXqWw', 'household-16', 'forecast_paused', NULL, 'e7722ac5b60bf8603fcda15b10a7e731b6a7fb7f155c846cf85928a653715038', '{"strategy":"mlflow_model","config":{"execution_strategy":"mlflow_model","mlflow_model":{"policy_version_id":"food_budget@2"}},"pins":{"food_budget@2":"4643250aa5585f588227fa3b7083698dd42a9bd377144d7813ecfb2e541891a4"},"arm":{"experiment":"forecast_paused","variant":"median","hash":"ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62","propensity":0.5}}', 'median', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', NULL, 'COMPLETED', true, NULL, '{"prediction":482.5715220814395,"model":"food_budget","modelVersion":"2"}', NULL, NULL, 2, '{"input":0,"output":0,"cacheRead":0,"cacheWrite":0}', 'food_budget/2', '2026-11-25 18:48:38.528+00', '2026-11-25 18:48:38.548+00'),
	('AmP-FWHs2eg8Nii-quw86Q', 'household-19', 'forecast_paused', NULL, '26001275aa6a97201a38e2acf062d0441df00b8412d727346f1c84839c3003e7', '{"strategy":"mlflow_model","config":{"execution_strategy":"mlflow_model","mlflow_model":{"policy_version_id":"food_budget@2"}},"pins":{"food_budget@2":"4643250aa5585f588227fa3b7083698dd42a9bd377144d7813ecfb2e541891a4"},"arm":{"experiment":"forecast_paused","variant":"median","hash":"ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62","propensity":0.5}}', 'median', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', NULL, 'COMPLETED', true, NULL, '{"prediction":484.2520637332771,"model":"food_budget","modelVersion":"2"}', NULL, NULL, 7, '{"input":0,"output":0,"cacheRead":0,"cacheWrite":0}', 'food_budget/2', '2026-11-25 18:48:38.709+00', '2026-11-25 18:48:38.726+00'),
	('i0Uazyryk5kn9k0tVF-exg', 'household-0', 'forecast_stopped', NULL, '1afb8c08e37113654b2585f069d93421c4e739c2f568204c75227d91498cfa2a', '{"strategy":"mlflow_model","config":{"execution_strategy":"mlflow_model","mlflow_model":{"policy_version_id":"food_budget@2"}},"pins":{"food_budget@2":"4643250aa5585f588227fa3b7083698dd42a9bd377144d7813ecfb2e541891a4"},"arm":{"experiment":"forecast_stopped","variant":"median","hash":"ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62","propensity":0.5}}', 'median', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', '8f1919dfcd1ba33565a14ffeea499701ef99fedfd435ae4a311684d240c83f8d', NULL, 'COMPLETED', true, NULL, '{"prediction":473.6086332716389,"model":"food_budget","modelVersion":"2"}', NULL, NULL, 3, '{"input":0,"output":0,"cacheRead":0,"cacheWrite":0}', 'food_budget/2', '2026-11-25 18:48:38.749+00', '2026-11-25 18:48:38.758+00'),
	('05gHumFoE8Oxa-u9FOu3qg', 'household-9', 'forecast_paused', NULL, 'c868230bd18a4e7e283ad103e2d9baaf3bde13fd55385e78611c9828fac61e2d', '{"strategy":"mlflow_model","config":{"execution_strategy":"mlflow_model","mlflow_model":{"policy_version_id":"food_budget@1"}},"pins":{"food_budget@1":"17a6e45b360d5517f3ede30fc4dc5a56208571b153fae75340d55ebd56fee340"},"arm":{"experiment":"forecast_paused","variant":"mean","hash":"fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491","propensity":0.5}}', 'mean', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', NULL, 'COMPLETED', true, NULL, '{"prediction":491.46689091064457,"model":"food_budget","modelVersion":"1"}', NULL, NULL, 2, '{"input":0,"output":0,"cacheRead":0,"cacheWrite":0}', 'food_budget/1', '2026-11-25 18:48:38.148+00', '2026-11-25 18:48:38.162+00'),
	('DrC2_eg7kJ7Pk4u5kEaRZg', 'household-17', 'forecast_paused', NULL, '4338e8a647b190afe523e9a5964b8d99a3c480669947762895e99f569dee9170', '{"strategy":"mlflow_model","config":{"execution_strategy":"mlflow_model","mlflow_model":{"policy_version_id":"food_budget@2"}},"pins":{"food_budget@2":"4643250aa5585f588227fa3b7083698dd42a9bd377144d7813ecfb2e541891a4"},"arm":{"experiment":"forecast_paused","variant":"median","hash":"ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62","propensity":0.5}}', 'median', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', NULL, 'COMPLETED', true, NULL, '{"prediction":483.13170263205205,"model":"food_budget","modelVersion":"2"}', NULL, NULL, 2, '{"input":0,"output":0,"cacheRead":0,"cacheWrite":0}', 'food_budget/2', '2026-11-25 18:48:38.604+00', '2026-11-25 18:48:38.616+00'),
	('Onjqh8xyWLBXv8wprTJu3g', 'household-18', 'forecast_paused', NULL, '086b97c7bc52d7d557ca67841864ba9806b3108238241723a218965af071df5e', '{"strategy":"mlflow_model","config":{"execution_strategy":"mlflow_model","mlflow_model":{"policy_version_id":"food_budget@1"}},"pins":{"food_budget@1":"17a6e45b360d5517f3ede30fc4dc5a56208571b153fae75340d55ebd56fee340"},"arm":{"experiment":"forecast_paused","variant":"mean","hash":"fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491","propensity":0.5}}', 'mean', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', NULL, 'COMPLETED', true, NULL, '{"prediction":495.83349672373686,"model":"food_budget","modelVersion":"1"}', NULL, NULL, 8, '{"input":0,"output":0,"cacheRead":0,"cacheWrite":0}', 'food_budget/1', '2026-11-25 18:48:38.649+00', '2026-11-25 18:48:38.67+00'),
	('ubR8vnystMCmu7lheamHJg', 'household-11', 'forecast_stopped', NULL, '77b5fc957ad9a8ceff0c20f48e54117ea24a79ee3b2ac036b8caf2dafc949f1a', '{"strategy":"mlflow_model","config":{"execution_strategy":"mlflow_model","mlflow_model":{"policy_version_id":"food_budget@1"}},"pins":{"food_budget@1":"17a6e45b360d5517f3ede30fc4dc5a56208571b153fae75340d55ebd56fee340"},"arm":{"experiment":"forecast_stopped","variant":"mean","hash":"fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491","propensity":0.5}}', 'mean', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', '8f1919dfcd1ba33565a14ffeea499701ef99fedfd435ae4a311684d240c83f8d', NULL, 'COMPLETED', true, NULL, '{"prediction":492.4372477579984,"model":"food_budget","modelVersion":"1"}', NULL, NULL, 2, '{"input":0,"output":0,"cacheRead":0,"cacheWrite":0}', 'food_budget/1', '2026-11-25 18:48:39.126+00', '2026-11-25 18:48:39.138+00'),
	('Ex31JhdBxSP-lHBGfZMseQ', 'household-12', 'forecast_stopped', NULL, 'c24220b2cf7eaca0ed584ea64c5fc07ab41dad4837c2142092c7439ee88ea120', '{"strategy":"mlflow_model","config":{"execution_strategy":"mlflow_model","mlflow_model":{"policy_version_id":"food_budget@1"}},"pins":{"food_budget@1":"17a6e45b360d5517f3ede30fc4dc5a56208571b153fae75340d55ebd56fee340"},"arm":{"experiment":"forecast_stopped","variant":"mean","hash":"fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491","propensity":0.5}}', 'mean', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', '8f1919dfcd1ba33565a14ffeea499701ef99fedfd435ae4a311684d240c83f8d', NULL, 'COMPLETED', true, NULL, '{"prediction":492.9224261816753,"model":"food_budget","modelVersion":"1"}', NULL, NULL, 8, '{"input":0,"output":0,"cacheRead":0,"cacheWrite":0}', 'food_budget/1', '2026-11-25 18:48:39.173+00', '2026-11-25 18:48:39.189+00'),
	('iP9VCRjSdoVHFzsKsmbxNA', 'household-17', 'forecast_stopped', NULL, '4338e8a647b190afe523e9a5964b8d99a3c480669947762895e99f569dee9170', '{"strategy":"mlflow_model","config":{"execution_strategy":"mlflow_model","mlflow_model":{"policy_version_id":"food_budget@2"}},"pins":{"food_budget@2":"4643250aa5585f588227fa3b7083698dd42a9bd377144d7813ecfb2e541891a4"},"arm":{"experiment":"forecast_stopped","variant":"median","hash":"ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62","propensity":0.5}}', 'median', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', '8f1919dfcd1ba33565a14ffeea499701ef99fedfd435ae4a311684d240c83f8d', NULL, 'COMPLETED', true, NULL, '{"prediction":483.13170263205205,"model":"food_budget","modelVersion":"2"}', NULL, NULL, 2, '{"input":0,"output":0,"cacheRead":0,"cacheWrite":0}', 'food_budget/2', '2026-11-25 18:48:39.361+00', '2026-11-25 18:48:39.372+00'),
	('yIyCfJvKxhGAMivqm5rrVw', 'household-15', 'forecast_paused', NULL, 'bdea56cd369ede874de909744a9676a636933bbc06103b4b79bfeded3fe33919', '{"strategy":"mlflow_model","config":{"execution_strategy":"mlflow_model","mlflow_model":{"policy_version_id":"food_budget@1"}},"pins":{"food_budget@1":"17a6e45b360d5517f3ede30fc4dc5a56208571b153fae75340d55ebd56fee340"},"arm":{"experiment":"forecast_paused","variant":"mean","hash":"fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491","propensity":0.5}}', 'mean', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', NULL, 'COMPLETED', true, NULL, '{"prediction":494.377961452706,"model":"food_budget","modelVersion":"1"}', NULL, NULL, 4, '{"input":0,"output":0,"cacheRead":0,"cacheWrite":0}', 'food_budget/1', '2026-11-25 18:48:38.457+00', '2026-11-25 18:48:38.468+00'),
	('nZhXHSCqq0NWsbDsv0r5xQ', 'household-2', 'forecast_stopped', NULL, '3d0a19d38af3884b1d6bec969992b4856008cf007d717bbd4ed3066b6e791c9e', '{"strategy":"mlflow_model","config":{"execution_strategy":"mlflow_model","mlflow_model":{"policy_version_id":"food_budget@1"}},"pins":{"food_budget@1":"17a6e45b360d5517f3ede30fc4dc5a56208571b153fae75340d55ebd56fee340"},"arm":{"experiment":"forecast_stopped","variant":"mean","hash":"fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491","propensity":0.5}}', 'mean', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', '8f1919dfcd1ba33565a14ffeea499701ef99fedfd435ae4a311684d240c83f8d', NULL, 'COMPLETED', true, NULL, '{"prediction":488.070641944906,"model":"food_budget","modelVersion":"1"}', NULL, NULL, 10, '{"input":0,"output":0,"cacheRead":0,"cacheWrite":0}', 'food_budget/1', '2026-11-25 18:48:38.858+00', '2026-11-25 18:48:38.918+00'),
	('af4sAAv9qblTVfj_HtOmCg', 'household-19', 'forecast_stopped', NULL, '26001275aa6a97201a38e2acf062d0441df00b8412d727346f1c84839c3003e7', '{"strategy":"mlflow_model","config":{"execution_strategy":"mlflow_model","mlflow_model":{"policy_version_id":"food_budget@2"}},"pins":{"food_budget@2":"4643250aa5585f588227fa3b7083698dd42a9bd377144d7813ecfb2e541891a4"},"arm":{"experiment":"forecast_stopped","variant":"median","hash":"ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62","propensity":0.5}}', 'median', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', '8f1919dfcd1ba33565a14ffeea499701ef99fedfd435ae4a311684d240c83f8d', NULL, 'COMPLETED', true, NULL, '{"prediction":484.2520637332771,"model":"food_budget","modelVersion":"2"}', NULL, NULL, 3, '{"input":0,"output":0,"cacheRead":0,"cacheWrite":0}', 'food_budget/2', '2026-11-25 18:48:39.399+00', '2026-11-25 18:48:39.416+00'),
	('nhaURrjMHeJXaJzjgnPT7A', 'household-1', 'forecast_stopped', NULL, 'c341c7ec017de53a48939eb5c444ccc4888ac8c86a72144fc1c97b8970e9332d', '{"strategy":"mlflow_model","config":{"execution_strategy":"mlflow_model","mlflow_model":{"policy_version_id":"food_budget@1"}},"pins":{"food_budget@1":"17a6e45b360d5517f3ede30fc4dc5a56208571b153fae75340d55ebd56fee340"},"arm":{"experiment":"forecast_stopped","variant":"mean","hash":"fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491","propensity":0.5}}', 'mean', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', '8f1919dfcd1ba33565a14ffeea499701ef99fedfd435ae4a311684d240c83f8d', NULL, 'COMPLETED', true, NULL, '{"prediction":487.58546352122914,"model":"food_budget","modelVersion":"1"}', NULL, NULL, 5, '{"input":0,"output":0,"cacheRead":0,"cacheWrite":0}', 'food_budget/1', '2026-11-25 18:48:38.781+00', '2026-11-25 18:48:38.815+00'),
	('rfexslZyzoytAXjmn-Waeg', 'household-4', 'forecast_stopped', NULL, 'f40926292c84460c97db6ce51232c596074a0e591b56cf8e70dafa48a3dfd931', '{"strategy":"mlflow_model","config":{"execution_strategy":"mlflow_model","mlflow_model":{"policy_version_id":"food_budget@1"}},"pins":{"food_budget@1":"17a6e45b360d5517f3ede30fc4dc5a56208571b153fae75340d55ebd56fee340"},"arm":{"experiment":"forecast_stopped","variant":"mean","hash":"fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491","propensity":0.5}}', 'mean', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', '8f1919dfcd1ba33565a14ffeea499701ef99fedfd435ae4a311684d240c83f8d', NULL, 'COMPLETED', true, NULL, '{"prediction":489.04099879225987,"model":"food_budget","modelVersion":"1"}', NULL, NULL, 2, '{"input":0,"output":0,"cacheRead":0,"cacheWrite":0}', 'food_budget/1', '2026-11-25 18:48:38.949+00', '2026-11-25 18:48:38.963+00'),
	('Hqwo0N_XcevQfZolyPDIGQ', 'household-6', 'forecast_stopped', NULL, 'fca5444348d94b075f1c9e15c0b4747902a7678696635c3431eed2078a0efefa', '{"strategy":"mlflow_model","config":{"execution_strategy":"mlflow_model","mlflow_model":{"policy_version_id":"food_budget@1"}},"pins":{"food_budget@1":"17a6e45b360d5517f3ede30fc4dc5a56208571b153fae75340d55ebd56fee340"},"arm":{"experiment":"forecast_stopped","variant":"mean","hash":"fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491","propensity":0.5}}', 'mean', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', '8f1919dfcd1ba33565a14ffeea499701ef99fedfd435ae4a311684d240c83f8d', NULL, 'COMPLETED', true, NULL, '{"prediction":490.0113556396137,"model":"food_budget","modelVersion":"1"}', NULL, NULL, 6, '{"input":0,"output":0,"cacheRead":0,"cacheWrite":0}', 'food_budget/1', '2026-11-25 18:48:39+00', '2026-11-25 18:48:39.012+00'),
	('U_xXiyJAubwFcSqI2LWPuQ', 'household-13', 'forecast_stopped', NULL, '2c92ef8d995bb19072c6ac461fa362185e4b6eac496c7cb9c71807a92f4f1904', '{"strategy":"mlflow_model","config":{"execution_strategy":"mlflow_model","mlflow_model":{"policy_version_id":"food_budget@2"}},"pins":{"food_budget@2":"4643250aa5585f588227fa3b7083698dd42a9bd377144d7813ecfb2e541891a4"},"arm":{"experiment":"forecast_stopped","variant":"median","hash":"ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62","propensity":0.5}}', 'median', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', '8f1919dfcd1ba33565a14ffeea499701ef99fedfd435ae4a311684d240c83f8d', NULL, 'COMPLETED', true, NULL, '{"prediction":480.8909804296019,"model":"food_budget","modelVersion":"2"}', NULL, NULL, 5, '{"input":0,"output":0,"cacheRead":0,"cacheWrite":0}', 'food_budget/2', '2026-11-25 18:48:39.221+00', '2026-11-25 18:48:39.233+00'),
	('akTkmGxM66FkJf0pmULNbg', 'household-14', 'forecast_stopped', NULL, '1b717d47f9b564b6ce02211fca7cb5c1592457c5a37b8aa1172fc4a64f6f4915', '{"strategy":"mlflow_model","config":{"execution_strategy":"mlflow_model","mlflow_model":{"policy_version_id":"food_budget@1"}},"pins":{"food_budget@1":"17a6e45b360d5517f3ede30fc4dc5a56208571b153fae75340d55ebd56fee340"},"arm":{"experiment":"forecast_stopped","variant":"mean","hash":"fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491","propensity":0.5}}', 'mean', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', '8f1919dfcd1ba33565a14ffeea499701ef99fedfd435ae4a311684d240c83f8d', NULL, 'COMPLETED', true, NULL, '{"prediction":493.89278302902915,"model":"food_budget","modelVersion":"1"}', NULL, NULL, 4, '{"input":0,"output":0,"cacheRead":0,"cacheWrite":0}', 'food_budget/1', '2026-11-25 18:48:39.262+00', '2026-11-25 18:48:39.277+00'),
	('bqip35_n5X03sgbAZxXVUw', 'household-15', 'forecast_stopped', NULL, 'bdea56cd369ede874de909744a9676a636933bbc06103b4b79bfeded3fe33919', '{"strategy":"mlflow_model","config":{"execution_strategy":"mlflow_model","mlflow_model":{"policy_version_id":"food_budget@2"}},"pins":{"food_budget@2":"4643250aa5585f588227fa3b7083698dd42a9bd377144d7813ecfb2e541891a4"},"arm":{"experiment":"forecast_stopped","variant":"median","hash":"ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62","propensity":0.5}}', 'median', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', '8f1919dfcd1ba33565a14ffeea499701ef99fedfd435ae4a311684d240c83f8d', NULL, 'COMPLETED', true, NULL, '{"prediction":482.011341530827,"model":"food_budget","modelVersion":"2"}', NULL, NULL, 2, '{"input":0,"output":0,"cacheRead":0,"cacheWrite":0}', 'food_budget/2', '2026-11-25 18:48:39.312+00', '2026-11-25 18:48:39.325+00'),
	('e9J_5kqlYaKuGDBh3e2Owg', 'household-18', 'forecast_stopped', NULL, '086b97c7bc52d7d557ca67841864ba9806b3108238241723a218965af071df5e', '{"strategy":"mlflow_model","config":{"execution_strategy":"mlflow_model","mlflow_model":{"policy_version_id":"food_budget@1"}},"pins":{"food_budget@1":"17a6e45b360d5517f3ede30fc4dc5a56208571b153fae75340d55ebd56fee340"},"arm":{"experiment":"forecast_stopped","variant":"mean","hash":"fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491","propensity":0.5}}', 'mean', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', '8f1919dfcd1ba33565a14ffeea499701ef99fedfd435ae4a311684d240c83f8d', NULL, 'COMPLETED', true, NULL, '{"prediction":495.83349672373686,"model":"food_budget","modelVersion":"1"}', NULL, NULL, 2, '{"input":0,"output":0,"cacheRead":0,"cacheWrite":0}', 'food_budget/1', '2026-11-25 18:48:39.382+00', '2026-11-25 18:48:39.389+00');


--
-- Data for Name: experiments; Type: TABLE DATA; Schema: exp; Owner: -
--

INSERT INTO exp.experiments VALUES
	('forecast', 'The mean or the middle household?', NULL, 'RUNNING', 'household', 0.8, 'forecast 2025 – ä', 1, NULL, '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', '2026-11-25 18:48:34.74+00', '2026-11-25 18:48:35.034+00', NULL, 2),
	('forecast_draft', 'forecast_draft', NULL, 'DRAFT', 'household', 1, '7686d358-b94c-4e7d-9156-18951b592e8e', 1, NULL, NULL, '2026-11-25 18:48:35.178+00', NULL, NULL, 1),
	('cooking', 'cooking', NULL, 'RUNNING', 'user', 1, 'cooking', 1, NULL, '17601cf198e8b55ff4d5fac3274117c8f15488426c115c32fd80a0307dd99bed', '2026-11-25 18:48:35.231+00', '2026-11-25 18:48:35.338+00', NULL, 2),
	('forecast_paused', 'forecast_paused', NULL, 'PAUSED', 'household', 1, '4108de16-1c30-4fc8-ade2-01593969af6d', 1, NULL, 'cd9c7a1d43ac77e0b84dfbb71f45932006de749cd1604d42567dfc0953b75e14', '2026-11-25 18:48:35.056+00', '2026-11-25 18:48:35.088+00', NULL, 3),
	('forecast_stopped', 'forecast_stopped', NULL, 'STOPPED', 'household', 0.5, '528c7b08-5670-4ca9-8cbf-927864d38e15', 1, 'median', 'f2bff4178f03adbad9257d1e7189d06331897c5c9819a69ef873c51453f500f5', '2026-11-25 18:48:35.111+00', '2026-11-25 18:48:35.141+00', '2026-11-25 18:48:39.732+00', 3);


--
-- Data for Name: exposures; Type: TABLE DATA; Schema: exp; Owner: -
--

INSERT INTO exp.exposures VALUES
	('household-0', 'forecast', 1, 'newest', true, '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', 'af4a8f9e3ad7e5f22d4a8d9b9d93b73b5b3dccac133a53db8be49456887cc1fb', 0.9138320961501449, 0.23076923076923078, 'ASSIGNED', '2026-11-25 18:48:35.676+00'),
	('household-1', 'forecast', 1, 'median', true, '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', 0.714439406292513, 0.3076923076923077, 'ASSIGNED', '2026-11-25 18:48:36.525+00'),
	('household-2', 'forecast', 1, 'mean', true, '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', '35115d36cebcf0a1485f45d296508eb5e5fcb7a7f7db6833160a79ee6596e90d', 0.06708175386302173, 0.46153846153846156, 'ASSIGNED', '2026-11-25 18:48:36.56+00'),
	('household-3', 'forecast', 1, 'mean', true, '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', '35115d36cebcf0a1485f45d296508eb5e5fcb7a7f7db6833160a79ee6596e90d', 0.30080916080623865, 0.46153846153846156, 'ASSIGNED', '2026-11-25 18:48:36.612+00'),
	('household-5', 'forecast', 1, 'median', true, '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', 0.6820875364355743, 0.3076923076923077, 'ASSIGNED', '2026-11-25 18:48:36.644+00'),
	('household-6', 'forecast', 1, 'mean', true, '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', '35115d36cebcf0a1485f45d296508eb5e5fcb7a7f7db6833160a79ee6596e90d', 0.10088821896351874, 0.46153846153846156, 'ASSIGNED', '2026-11-25 18:48:36.673+00'),
	('household-7', 'forecast', 1, 'mean', true, '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', '35115d36cebcf0a1485f45d296508eb5e5fcb7a7f7db6833160a79ee6596e90d', 0.2706932390574366, 0.46153846153846156, 'ASSIGNED', '2026-11-25 18:48:36.724+00'),
	('household-8', 'forecast', 1, 'median', true, '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', 0.7353703980334103, 0.3076923076923077, 'ASSIGNED', '2026-11-25 18:48:36.818+00'),
	('household-10', 'forecast', 1, 'newest', true, '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', 'af4a8f9e3ad7e5f22d4a8d9b9d93b73b5b3dccac133a53db8be49456887cc1fb', 0.8734575780108571, 0.23076923076923078, 'ASSIGNED', '2026-11-25 18:48:36.924+00'),
	('household-11', 'forecast', 1, 'mean', true, '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', '35115d36cebcf0a1485f45d296508eb5e5fcb7a7f7db6833160a79ee6596e90d', 0.3678950571920723, 0.46153846153846156, 'ASSIGNED', '2026-11-25 18:48:36.975+00'),
	('household-12', 'forecast', 1, 'mean', true, '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', '35115d36cebcf0a1485f45d296508eb5e5fcb7a7f7db6833160a79ee6596e90d', 0.2800681332591921, 0.46153846153846156, 'ASSIGNED', '2026-11-25 18:48:37.042+00'),
	('household-13', 'forecast', 1, 'mean', true, '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', '35115d36cebcf0a1485f45d296508eb5e5fcb7a7f7db6833160a79ee6596e90d', 0.19524803035892546, 0.46153846153846156, 'ASSIGNED', '2026-11-25 18:48:37.08+00'),
	('household-14', 'forecast', 1, 'median', true, '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', 0.6496346974745393, 0.3076923076923077, 'ASSIGNED', '2026-11-25 18:48:37.248+00'),
	('household-16', 'forecast', 1, 'mean', true, '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', '35115d36cebcf0a1485f45d296508eb5e5fcb7a7f7db6833160a79ee6596e90d', 0.42599746119230986, 0.46153846153846156, 'ASSIGNED', '2026-11-25 18:48:37.374+00'),
	('household-17', 'forecast', 1, 'newest', true, '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', 'af4a8f9e3ad7e5f22d4a8d9b9d93b73b5b3dccac133a53db8be49456887cc1fb', 0.8230294757522643, 0.23076923076923078, 'ASSIGNED', '2026-11-25 18:48:37.464+00'),
	('household-18', 'forecast', 1, 'newest', true, '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', 'af4a8f9e3ad7e5f22d4a8d9b9d93b73b5b3dccac133a53db8be49456887cc1fb', 0.9998342755716294, 0.23076923076923078, 'ASSIGNED', '2026-11-25 18:48:37.514+00'),
	('household-0', 'forecast_paused', 1, 'mean', true, '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', 0.34299509949050844, 0.5, 'ASSIGNED', '2026-11-25 18:48:37.605+00'),
	('household-1', 'forecast_paused', 1, 'mean', true, '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', 0.28585018147714436, 0.5, 'ASSIGNED', '2026-11-25 18:48:37.644+00'),
	('household-2', 'forecast_paused', 1, 'median', true, '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', 0.7781296044122428, 0.5, 'ASSIGNED', '2026-11-25 18:48:37.688+00'),
	('household-3', 'forecast_paused', 1, 'median', true, '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', 0.9133233043830842, 0.5, 'ASSIGNED', '2026-11-25 18:48:37.736+00'),
	('household-4', 'forecast_paused', 1, 'mean', true, '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', 0.3256885453592986, 0.5, 'ASSIGNED', '2026-11-25 18:48:37.786+00'),
	('household-5', 'forecast_paused', 1, 'mean', true, '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', 0.28418181324377656, 0.5, 'ASSIGNED', '2026-11-25 18:48:37.843+00'),
	('household-6', 'forecast_paused', 1, 'median', true, '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', 0.7414347138255835, 0.5, 'ASSIGNED', '2026-11-25 18:48:37.902+00'),
	('household-7', 'forecast_paused', 1, 'mean', true, '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', 0.1587141426280141, 0.5, 'ASSIGNED', '2026-11-25 18:48:38.015+00'),
	('household-8', 'forecast_paused', 1, 'mean', true, '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', 0.4346822469960898, 0.5, 'ASSIGNED', '2026-11-25 18:48:38.106+00'),
	('household-9', 'forecast_paused', 1, 'mean', true, '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', 0.24160230439156294, 0.5, 'ASSIGNED', '2026-11-25 18:48:38.148+00'),
	('household-10', 'forecast_paused', 1, 'mean', true, '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', 0.011030392488464713, 0.5, 'ASSIGNED', '2026-11-25 18:48:38.201+00'),
	('household-11', 'forecast_paused', 1, 'median', true, '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', 0.855091207427904, 0.5, 'ASSIGNED', '2026-11-25 18:48:38.241+00'),
	('household-12', 'forecast_paused', 1, 'mean', true, '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', 0.3986835419200361, 0.5, 'ASSIGNED', '2026-11-25 18:48:38.299+00'),
	('household-13', 'forecast_paused', 1, 'median', true, '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', 0.9926526302006096, 0.5, 'ASSIGNED', '2026-11-25 18:48:38.346+00'),
	('household-14', 'forecast_paused', 1, 'median', true, '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', 0.8527927629183978, 0.5, 'ASSIGNED', '2026-11-25 18:48:38.407+00'),
	('household-15', 'forecast_paused', 1, 'mean', true, '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', 0.22315832180902362, 0.5, 'ASSIGNED', '2026-11-25 18:48:38.457+00'),
	('household-16', 'forecast_paused', 1, 'median', true, '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', 0.6665514060296118, 0.5, 'ASSIGNED', '2026-11-25 18:48:38.528+00'),
	('household-17', 'forecast_paused', 1, 'median', true, '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', 0.786100568715483, 0.5, 'ASSIGNED', '2026-11-25 18:48:38.604+00'),
	('household-18', 'forecast_paused', 1, 'mean', true, '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', 0.47238020063377917, 0.5, 'ASSIGNED', '2026-11-25 18:48:38.649+00'),
	('household-11', 'forecast_stopped', 1, 'mean', true, '8f1919dfcd1ba33565a14ffeea499701ef99fedfd435ae4a311684d240c83f8d', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', 0.4931316524744034, 0.5, 'ASSIGNED', '2026-11-25 18:48:39.126+00'),
	('household-12', 'forecast_stopped', 1, 'mean', true, '8f1919dfcd1ba33565a14ffeea499701ef99fedfd435ae4a311684d240c83f8d', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', 0.2779565015807748, 0.5, 'ASSIGNED', '2026-11-25 18:48:39.173+00'),
	('household-17', 'forecast_stopped', 1, 'median', true, '8f1919dfcd1ba33565a14ffeea499701ef99fedfd435ae4a311684d240c83f8d', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', 0.9654750002082437, 0.5, 'ASSIGNED', '2026-11-25 18:48:39.361+00'),
	('household-18', 'forecast_stopped', 1, 'mean', true, '8f1919dfcd1ba33565a14ffeea499701ef99fedfd435ae4a311684d240c83f8d', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', 0.10384091851301491, 0.5, 'ASSIGNED', '2026-11-25 18:48:39.382+00'),
	('household-34', 'forecast', 1, 'median', false, '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', 0.4687506176996976, 0.3076923076923077, 'ASSIGNED', '2026-11-25 18:48:39.563+00'),
	('household-35', 'forecast', 1, 'mean', false, '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', '35115d36cebcf0a1485f45d296508eb5e5fcb7a7f7db6833160a79ee6596e90d', 0.14243260328657925, 0.46153846153846156, 'ASSIGNED', '2026-11-25 18:48:39.59+00'),
	('household-36', 'forecast', 1, 'median', false, '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', 0.7652682261541486, 0.3076923076923077, 'ASSIGNED', '2026-11-25 18:48:39.599+00'),
	('household-39', 'forecast', 1, 'mean', false, '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', '35115d36cebcf0a1485f45d296508eb5e5fcb7a7f7db6833160a79ee6596e90d', 0.09102008026093245, 0.46153846153846156, 'ASSIGNED', '2026-11-25 18:48:39.627+00'),
	('household-19', 'forecast_paused', 1, 'median', true, '5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', 0.8424481882248074, 0.5, 'ASSIGNED', '2026-11-25 18:48:38.709+00'),
	('household-0', 'forecast_stopped', 1, 'median', true, '8f1919dfcd1ba33565a14ffeea499701ef99fedfd435ae4a311684d240c83f8d', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', 0.6145723899826407, 0.5, 'ASSIGNED', '2026-11-25 18:48:38.749+00'),
	('household-1', 'forecast_stopped', 1, 'mean', true, '8f1919dfcd1ba33565a14ffeea499701ef99fedfd435ae4a311684d240c83f8d', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', 0.23357890639454126, 0.5, 'ASSIGNED', '2026-11-25 18:48:38.781+00'),
	('household-4', 'forecast_stopped', 1, 'mean', true, '8f1919dfcd1ba33565a14ffeea499701ef99fedfd435ae4a311684d240c83f8d', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', 0.32495671790093184, 0.5, 'ASSIGNED', '2026-11-25 18:48:38.949+00'),
	('household-6', 'forecast_stopped', 1, 'mean', true, '8f1919dfcd1ba33565a14ffeea499701ef99fedfd435ae4a311684d240c83f8d', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', 0.2086857771500945, 0.5, 'ASSIGNED', '2026-11-25 18:48:39+00'),
	('household-13', 'forecast_stopped', 1, 'median', true, '8f1919dfcd1ba33565a14ffeea499701ef99fedfd435ae4a311684d240c83f8d', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', 0.9730719306971878, 0.5, 'ASSIGNED', '2026-11-25 18:48:39.221+00'),
	('household-14', 'forecast_stopped', 1, 'mean', true, '8f1919dfcd1ba33565a14ffeea499701ef99fedfd435ae4a311684d240c83f8d', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', 0.43272066465578973, 0.5, 'ASSIGNED', '2026-11-25 18:48:39.262+00'),
	('household-15', 'forecast_stopped', 1, 'median', true, '8f1919dfcd1ba33565a14ffeea499701ef99fedfd435ae4a311684d240c83f8d', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', 0.9957460938021541, 0.5, 'ASSIGNED', '2026-11-25 18:48:39.312+00'),
	('otto', 'cooking', 1, 'plans', true, '17601cf198e8b55ff4d5fac3274117c8f15488426c115c32fd80a0307dd99bed', '1e24737c38b084538a7da0d1b409ffa491bd7fb0768bd82dcf0df4e4544224da', 0.07737748860381544, 0.5, 'ASSIGNED', '2026-11-25 18:48:40.101+00'),
	('household-2', 'forecast_stopped', 1, 'mean', true, '8f1919dfcd1ba33565a14ffeea499701ef99fedfd435ae4a311684d240c83f8d', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491', 0.49013632792048156, 0.5, 'ASSIGNED', '2026-11-25 18:48:38.858+00'),
	('household-19', 'forecast_stopped', 1, 'median', true, '8f1919dfcd1ba33565a14ffeea499701ef99fedfd435ae4a311684d240c83f8d', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', 0.6951692753937095, 0.5, 'ASSIGNED', '2026-11-25 18:48:39.399+00'),
	('household-20', 'forecast', 1, 'median', false, '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', 0.5571915877517313, 0.3076923076923077, 'ASSIGNED', '2026-11-25 18:48:39.432+00'),
	('household-21', 'forecast', 1, 'mean', false, '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', '35115d36cebcf0a1485f45d296508eb5e5fcb7a7f7db6833160a79ee6596e90d', 0.18919014651328325, 0.46153846153846156, 'ASSIGNED', '2026-11-25 18:48:39.449+00'),
	('household-23', 'forecast', 1, 'mean', false, '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', '35115d36cebcf0a1485f45d296508eb5e5fcb7a7f7db6833160a79ee6596e90d', 0.2916962937451899, 0.46153846153846156, 'ASSIGNED', '2026-11-25 18:48:39.461+00'),
	('household-24', 'forecast', 1, 'mean', false, '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', '35115d36cebcf0a1485f45d296508eb5e5fcb7a7f7db6833160a79ee6596e90d', 0.1621774083469063, 0.46153846153846156, 'ASSIGNED', '2026-11-25 18:48:39.465+00'),
	('household-26', 'forecast', 1, 'mean', false, '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', '35115d36cebcf0a1485f45d296508eb5e5fcb7a7f7db6833160a79ee6596e90d', 0.335320211481303, 0.46153846153846156, 'ASSIGNED', '2026-11-25 18:48:39.472+00'),
	('household-27', 'forecast', 1, 'newest', false, '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', 'af4a8f9e3ad7e5f22d4a8d9b9d93b73b5b3dccac133a53db8be49456887cc1fb', 0.9709230628795922, 0.23076923076923078, 'ASSIGNED', '2026-11-25 18:48:39.476+00'),
	('household-28', 'forecast', 1, 'newest', false, '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', 'af4a8f9e3ad7e5f22d4a8d9b9d93b73b5b3dccac133a53db8be49456887cc1fb', 0.9983516403008252, 0.23076923076923078, 'ASSIGNED', '2026-11-25 18:48:39.484+00'),
	('household-29', 'forecast', 1, 'newest', false, '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', 'af4a8f9e3ad7e5f22d4a8d9b9d93b73b5b3dccac133a53db8be49456887cc1fb', 0.8673672734294087, 0.23076923076923078, 'ASSIGNED', '2026-11-25 18:48:39.488+00'),
	('household-30', 'forecast', 1, 'newest', false, '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', 'af4a8f9e3ad7e5f22d4a8d9b9d93b73b5b3dccac133a53db8be49456887cc1fb', 0.9507436151616275, 0.23076923076923078, 'ASSIGNED', '2026-11-25 18:48:39.503+00'),
	('household-31', 'forecast', 1, 'median', false, '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', 0.4768735587131232, 0.3076923076923077, 'ASSIGNED', '2026-11-25 18:48:39.513+00'),
	('household-32', 'forecast', 1, 'median', false, '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62', 0.7588748158887029, 0.3076923076923077, 'ASSIGNED', '2026-11-25 18:48:39.521+00'),
	('vera', 'cooking', 1, 'plans', true, '17601cf198e8b55ff4d5fac3274117c8f15488426c115c32fd80a0307dd99bed', '1e24737c38b084538a7da0d1b409ffa491bd7fb0768bd82dcf0df4e4544224da', 0.0188667057082057, 0.5, 'ASSIGNED', '2026-11-25 18:48:39.806+00'),
	('Zoë', 'cooking', 1, 'asks', true, '17601cf198e8b55ff4d5fac3274117c8f15488426c115c32fd80a0307dd99bed', '49abdaf27d1eb183f01be6410916fb13a1e721a0bb4272c32429ca25588f1e7e', 0.5916065610945225, 0.5, 'ASSIGNED', '2026-11-25 18:48:40.244+00');


--
-- Data for Name: flow_versions; Type: TABLE DATA; Schema: exp; Owner: -
--



--
-- Data for Name: flows; Type: TABLE DATA; Schema: exp; Owner: -
--



--
-- Data for Name: head_counter; Type: TABLE DATA; Schema: exp; Owner: -
--

INSERT INTO exp.head_counter VALUES
	(true, 14);


--
-- Data for Name: heads; Type: TABLE DATA; Schema: exp; Owner: -
--

INSERT INTO exp.heads VALUES
	('strategy', 'prompt_template', '783051cd187a68a9476094e0580188273be1c4fb2ac6455238b4cdcc2355edeb', 1, '2026-11-25 18:48:33.399256+00'),
	('strategy', 'mlflow_model', '7ba0d4da5d29819343befb1783a6319ac48e6a09153392270fe506ece2b9e164', 2, '2026-11-25 18:48:33.399256+00'),
	('prompt_version', 'cook@1', '76b578e6c8244f4f09072aea10d1d6cd1457aa556b71035cfd8cc4d865e8c55b', 3, '2026-11-25 18:48:34.285224+00'),
	('prompt_version', 'cook@2', 'be82af9ba3d6d3f012f05fa0be94cbbbb61a81a50638ce1347a7cf8a42a2b53b', 4, '2026-11-25 18:48:34.285224+00'),
	('prompt', 'cook', 'cfe59569ff4e68703c12e8911f4d4f48c6bf0ad6e690327339dd5e30c183fd17', 5, '2026-11-25 18:48:34.285224+00'),
	('policy_version', 'food_budget@1', '17a6e45b360d5517f3ede30fc4dc5a56208571b153fae75340d55ebd56fee340', 6, '2026-11-25 18:48:34.527208+00'),
	('policy_version', 'food_budget@2', '4643250aa5585f588227fa3b7083698dd42a9bd377144d7813ecfb2e541891a4', 7, '2026-11-25 18:48:34.527208+00'),
	('policy', 'food_budget', '69692d3e86cdb147337647f53a57789f6c436766368cbe0ee167d7d8a4d8dfe2', 8, '2026-11-25 18:48:34.527208+00'),
	('experiment', 'forecast', '62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', 9, '2026-11-25 18:48:34.71751+00'),
	('experiment', 'cooking', '17601cf198e8b55ff4d5fac3274117c8f15488426c115c32fd80a0307dd99bed', 12, '2026-11-25 18:48:34.71751+00'),
	('experiment', 'forecast_paused', 'cd9c7a1d43ac77e0b84dfbb71f45932006de749cd1604d42567dfc0953b75e14', 13, '2026-11-25 18:48:39.659955+00'),
	('experiment', 'forecast_stopped', 'f2bff4178f03adbad9257d1e7189d06331897c5c9819a69ef873c51453f500f5', 14, '2026-11-25 18:48:39.709954+00');


--
-- Data for Name: messages; Type: TABLE DATA; Schema: exp; Owner: -
--

INSERT INTO exp.messages VALUES
	('YOzrwj4WMpcxSe7zL0QC0g', 1, 'USER', 'Hello!', 'COMPLETED', NULL, NULL, NULL, false, '2026-11-25 18:48:39.907+00'),
	('YOzrwj4WMpcxSe7zL0QC0g', 1, 'ASSISTANT', 'What do you like to eat?', 'COMPLETED', '{"input":10,"output":6,"cacheRead":0,"cacheWrite":0}', '1e24737c38b084538a7da0d1b409ffa491bd7fb0768bd82dcf0df4e4544224da', 'scripted', true, '2026-11-25 18:48:39.968+00'),
	('YOzrwj4WMpcxSe7zL0QC0g', 2, 'USER', 'What shall we have for dinner?', 'COMPLETED', NULL, NULL, NULL, false, '2026-11-25 18:48:40.005+00'),
	('YOzrwj4WMpcxSe7zL0QC0g', 2, 'ASSISTANT', 'Lentils with rice, and a salad.', 'COMPLETED', '{"input":24,"output":8,"cacheRead":0,"cacheWrite":0}', '1e24737c38b084538a7da0d1b409ffa491bd7fb0768bd82dcf0df4e4544224da', 'scripted', true, '2026-11-25 18:48:40.044+00'),
	('hWcj1xb3MtKXdml-Jxb57g', 1, 'USER', 'Hello!', 'COMPLETED', NULL, NULL, NULL, false, '2026-11-25 18:48:40.135+00'),
	('hWcj1xb3MtKXdml-Jxb57g', 1, 'ASSISTANT', 'What do you like to eat?', 'COMPLETED', '{"input":10,"output":6,"cacheRead":0,"cacheWrite":0}', '1e24737c38b084538a7da0d1b409ffa491bd7fb0768bd82dcf0df4e4544224da', 'scripted', true, '2026-11-25 18:48:40.184+00'),
	('hWcj1xb3MtKXdml-Jxb57g', 2, 'USER', 'What shall we have for dinner?', 'COMPLETED', NULL, NULL, NULL, false, '2026-11-25 18:48:40.211+00'),
	('hWcj1xb3MtKXdml-Jxb57g', 2, 'ASSISTANT', 'Lentils with rice, and a salad.', 'COMPLETED', '{"input":24,"output":8,"cacheRead":0,"cacheWrite":0}', '1e24737c38b084538a7da0d1b409ffa491bd7fb0768bd82dcf0df4e4544224da', 'scripted', true, '2026-11-25 18:48:40.223+00'),
	('QvGPFirif6iZsI-kurQb_A', 1, 'USER', 'Hello!', 'COMPLETED', NULL, NULL, NULL, false, '2026-11-25 18:48:40.317+00'),
	('QvGPFirif6iZsI-kurQb_A', 1, 'ASSISTANT', 'What do you like to eat?', 'COMPLETED', '{"input":15,"output":6,"cacheRead":0,"cacheWrite":0}', '49abdaf27d1eb183f01be6410916fb13a1e721a0bb4272c32429ca25588f1e7e', 'scripted', true, '2026-11-25 18:48:40.337+00'),
	('QvGPFirif6iZsI-kurQb_A', 2, 'USER', 'What shall we have for dinner?', 'COMPLETED', NULL, NULL, NULL, false, '2026-11-25 18:48:40.369+00'),
	('QvGPFirif6iZsI-kurQb_A', 2, 'ASSISTANT', 'Lentils with rice, and a salad.', 'COMPLETED', '{"input":29,"output":8,"cacheRead":0,"cacheWrite":0}', '49abdaf27d1eb183f01be6410916fb13a1e721a0bb4272c32429ca25588f1e7e', 'scripted', true, '2026-11-25 18:48:40.382+00');


--
-- Data for Name: migrations_analytics; Type: TABLE DATA; Schema: exp; Owner: -
--

INSERT INTO exp.migrations_analytics VALUES
	(1, 1763900000000, 'CreateVariantTotals1763900000000');


--
-- Data for Name: migrations_experiments; Type: TABLE DATA; Schema: exp; Owner: -
--

INSERT INTO exp.migrations_experiments VALUES
	(1, 1763900000000, 'CreateExperiments1763900000000'),
	(2, 1764000000000, 'CreatePolicies1764000000000');


--
-- Data for Name: migrations_flows; Type: TABLE DATA; Schema: exp; Owner: -
--

INSERT INTO exp.migrations_flows VALUES
	(1, 1763900000000, 'CreateFlows1763900000000'),
	(2, 1764000000000, 'FollowFlows1764000000000'),
	(3, 1764100000000, 'CreateExecutions1764100000000'),
	(4, 1764200000000, 'RegisterFlows1764200000000'),
	(5, 1764300000000, 'RememberStandIns1764300000000');


--
-- Data for Name: migrations_prompts; Type: TABLE DATA; Schema: exp; Owner: -
--

INSERT INTO exp.migrations_prompts VALUES
	(1, 1763900000000, 'CreatePrompts1763900000000');


--
-- Data for Name: policies; Type: TABLE DATA; Schema: exp; Owner: -
--

INSERT INTO exp.policies VALUES
	('food_budget', 'What a household spends on food in a year, by its income.', '2026-11-25 18:48:34.561+00');


--
-- Data for Name: policy_versions; Type: TABLE DATA; Schema: exp; Owner: -
--

INSERT INTO exp.policy_versions VALUES
	('food_budget', 1, '0b9c7a52-4f0e-4c5e-9d8e-6f2a1d3c4b5a', '', 'ACTIVE', 'food_budget', '1', 'standin:food_budget_1', '[{"name": "income", "type": "number", "required": true}]', '{}', 10000, 'f2ccffe0e2e0d561391339119ae109bc2f1423d050e21d6de548b99c2d3e433f', '17a6e45b360d5517f3ede30fc4dc5a56208571b153fae75340d55ebd56fee340', '2026-11-25 18:48:34.567+00'),
	('food_budget', 2, '7d1f3c86-21aa-4a0b-8c55-90f1e2d3b4c5', '', 'ACTIVE', 'food_budget', '2', 'standin:food_budget_2', '[{"name": "income", "type": "number", "required": true}]', '{"quantile": 0.5}', 10000, '13c09ef8d39d79867162f98af7b30f88810c33d7044c0f002fdc925077ca47f5', '4643250aa5585f588227fa3b7083698dd42a9bd377144d7813ecfb2e541891a4', '2026-11-25 18:48:34.598+00');


--
-- Data for Name: prompt_labels; Type: TABLE DATA; Schema: exp; Owner: -
--

INSERT INTO exp.prompt_labels VALUES
	('cook', 'production', 1, 1);


--
-- Data for Name: prompt_versions; Type: TABLE DATA; Schema: exp; Owner: -
--

INSERT INTO exp.prompt_versions VALUES
	('cook', 1, '', 'ACTIVE', 'JINJA', 'You plan meals, and plan at once.', '[]', 'scripted', 'cook', '{"temperature": 0.7}', '[{"when": ["dinner", "supper"], "reply": "Lentils with rice, and a salad."}, {"when": [], "reply": "What do you like to eat?"}]', '6dcde29c2b101ef2fe780e3a7519c48524f8394c1988fa1d3a751f0537dbf70c', 'prompts/cook.txt', '76b578e6c8244f4f09072aea10d1d6cd1457aa556b71035cfd8cc4d865e8c55b', 'ACTIVE', '2026-11-25 18:48:34.343+00'),
	('cook', 2, '', 'ACTIVE', 'JINJA', 'You plan meals, and ask one question before you plan.', '[]', 'scripted', 'cook', '{"temperature": 0.7}', '[{"when": ["dinner", "supper"], "reply": "Lentils with rice, and a salad."}, {"when": [], "reply": "What do you like to eat?"}]', '8d6c95a1bf950ecbbb438c22ba8facdf1eba459c7ed27dd0bff6a55536acb632', 'prompts/cook_asks.txt', 'be82af9ba3d6d3f012f05fa0be94cbbbb61a81a50638ce1347a7cf8a42a2b53b', 'ACTIVE', '2026-11-25 18:48:34.373+00');


--
-- Data for Name: prompts; Type: TABLE DATA; Schema: exp; Owner: -
--

INSERT INTO exp.prompts VALUES
	('cook', '', '2026-11-25 18:48:34.331+00');


--
-- Data for Name: releases; Type: TABLE DATA; Schema: exp; Owner: -
--

INSERT INTO exp.releases VALUES
	('783051cd187a68a9476094e0580188273be1c4fb2ac6455238b4cdcc2355edeb', 'strategy', 'prompt_template', 1, '{"config":{"additionalProperties":false,"properties":{"model_name":{"description":"In place of the model that the prompt version names","type":"string"},"model_provider":{"description":"In place of the provider that the prompt version names","type":"string"},"prompt_version_id":{"description":"`name@number`, or `name@label`, which is resolved when the experiment starts","ref":"prompt","title":"Prompt version","type":"string"}},"required":["prompt_version_id"],"type":"object"},"configKey":"prompt_config","effects":"idempotent","input":{"additionalProperties":false,"properties":{"text":{"description":"What the user says","minLength":1,"type":"string"},"variables":{"description":"Of the prompt, over those of the conversation","properties":{},"type":"object"}},"required":["text"],"type":"object"},"name":"prompt_template","output":{"properties":{"stopReason":{"description":"`end`, `length`, `refusal` or the provider’s own word","type":"string"},"text":{"description":"What the model answers","type":"string"}},"required":["text","stopReason"],"type":"object"},"plugin":"prompt-template","version":"1"}', '{}', '2026-11-25 18:48:33.399256+00'),
	('7ba0d4da5d29819343befb1783a6319ac48e6a09153392270fe506ece2b9e164', 'strategy', 'mlflow_model', 1, '{"config":{"additionalProperties":false,"properties":{"model_name":{"description":"What the model is called in MLflow’s registry: a safeguard, refused when the policy’s is another","minLength":1,"type":"string"},"policy_version_id":{"description":"`name@number`, or one of its other names, which is resolved when the experiment starts","minLength":1,"ref":"model","title":"Policy version","type":"string"}},"required":["policy_version_id"],"type":"object"},"configKey":"mlflow_model","effects":"idempotent","input":{"additionalProperties":false,"properties":{"features":{"description":"A value for each input of the policy: one record","properties":{},"type":"object"},"known":{"description":"Where inputs are looked for that `features` leaves out; whatever else stands there is not sent","properties":{},"type":"object"}},"required":["features"],"type":"object"},"name":"mlflow_model","output":{"additionalProperties":false,"properties":{"model":{"description":"As MLflow’s registry calls it","type":"string"},"modelVersion":{"description":"As MLflow’s registry calls it","type":"string"},"prediction":{"description":"What the model answers for the record: a number, a label, …","title":"Prediction"}},"required":["prediction","model","modelVersion"],"type":"object"},"plugin":"mlflow-model","version":"1"}', '{}', '2026-11-25 18:48:33.399256+00'),
	('76b578e6c8244f4f09072aea10d1d6cd1457aa556b71035cfd8cc4d865e8c55b', 'prompt_version', 'cook@1', 1, '{"checksum":"6dcde29c2b101ef2fe780e3a7519c48524f8394c1988fa1d3a751f0537dbf70c","description":"","modelName":"cook","modelProvider":"scripted","name":"cook","number":1,"params":{"temperature":0.7},"replies":[{"reply":"Lentils with rice, and a salad.","when":["dinner","supper"]},{"reply":"What do you like to eat?","when":[]}],"status":"ACTIVE","syntax":"JINJA","template":"You plan meals, and plan at once.","variables":[]}', '{}', '2026-11-25 18:48:34.285224+00'),
	('be82af9ba3d6d3f012f05fa0be94cbbbb61a81a50638ce1347a7cf8a42a2b53b', 'prompt_version', 'cook@2', 1, '{"checksum":"8d6c95a1bf950ecbbb438c22ba8facdf1eba459c7ed27dd0bff6a55536acb632","description":"","modelName":"cook","modelProvider":"scripted","name":"cook","number":2,"params":{"temperature":0.7},"replies":[{"reply":"Lentils with rice, and a salad.","when":["dinner","supper"]},{"reply":"What do you like to eat?","when":[]}],"status":"ACTIVE","syntax":"JINJA","template":"You plan meals, and ask one question before you plan.","variables":[]}', '{}', '2026-11-25 18:48:34.285224+00'),
	('cfe59569ff4e68703c12e8911f4d4f48c6bf0ad6e690327339dd5e30c183fd17', 'prompt', 'cook', 1, '{"description":"","labels":{"production":1},"name":"cook","versions":{"1":"76b578e6c8244f4f09072aea10d1d6cd1457aa556b71035cfd8cc4d865e8c55b","2":"be82af9ba3d6d3f012f05fa0be94cbbbb61a81a50638ce1347a7cf8a42a2b53b"}}', '{76b578e6c8244f4f09072aea10d1d6cd1457aa556b71035cfd8cc4d865e8c55b,be82af9ba3d6d3f012f05fa0be94cbbbb61a81a50638ce1347a7cf8a42a2b53b}', '2026-11-25 18:48:34.285224+00'),
	('17a6e45b360d5517f3ede30fc4dc5a56208571b153fae75340d55ebd56fee340', 'policy_version', 'food_budget@1', 1, '{"checksum":"f2ccffe0e2e0d561391339119ae109bc2f1423d050e21d6de548b99c2d3e433f","description":"","inputs":[{"name":"income","required":true,"type":"number"}],"modelName":"food_budget","modelVersion":"1","name":"food_budget","number":1,"params":{},"status":"ACTIVE","timeoutMs":10000}', '{}', '2026-11-25 18:48:34.527208+00'),
	('4643250aa5585f588227fa3b7083698dd42a9bd377144d7813ecfb2e541891a4', 'policy_version', 'food_budget@2', 1, '{"checksum":"13c09ef8d39d79867162f98af7b30f88810c33d7044c0f002fdc925077ca47f5","description":"","inputs":[{"name":"income","required":true,"type":"number"}],"modelName":"food_budget","modelVersion":"2","name":"food_budget","number":2,"params":{"quantile":0.5},"status":"ACTIVE","timeoutMs":10000}', '{}', '2026-11-25 18:48:34.527208+00'),
	('69692d3e86cdb147337647f53a57789f6c436766368cbe0ee167d7d8a4d8dfe2', 'policy', 'food_budget', 1, '{"aliases":{"0b9c7a52-4f0e-4c5e-9d8e-6f2a1d3c4b5a":1,"7d1f3c86-21aa-4a0b-8c55-90f1e2d3b4c5":2},"description":"What a household spends on food in a year, by its income.","endpoints":{"1":"standin:food_budget_1","2":"standin:food_budget_2"},"name":"food_budget","versions":{"1":"17a6e45b360d5517f3ede30fc4dc5a56208571b153fae75340d55ebd56fee340","2":"4643250aa5585f588227fa3b7083698dd42a9bd377144d7813ecfb2e541891a4"}}', '{17a6e45b360d5517f3ede30fc4dc5a56208571b153fae75340d55ebd56fee340,4643250aa5585f588227fa3b7083698dd42a9bd377144d7813ecfb2e541891a4}', '2026-11-25 18:48:34.527208+00'),
	('62f664ebd64927aa31a4dfc646e5e0c939eb08a6f89d8e59d5d523e81b559b12', 'experiment', 'forecast', 1, '{"allocation":1,"key":"forecast","salt":"forecast 2025 – ä","status":"RUNNING","traffic":0.8,"unitType":"household","variants":[{"arm":"35115d36cebcf0a1485f45d296508eb5e5fcb7a7f7db6833160a79ee6596e90d","config":{"execution_strategy":"mlflow_model","mlflow_model":{"policy_version_id":"food_budget@1"},"params":{"note":"größer","threshold":0.5}},"executionStrategy":"mlflow_model","isControl":true,"key":"mean","pins":{"food_budget@1":"17a6e45b360d5517f3ede30fc4dc5a56208571b153fae75340d55ebd56fee340"},"weight":3},{"arm":"ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62","config":{"execution_strategy":"mlflow_model","mlflow_model":{"policy_version_id":"food_budget@2"}},"executionStrategy":"mlflow_model","isControl":false,"key":"median","pins":{"food_budget@2":"4643250aa5585f588227fa3b7083698dd42a9bd377144d7813ecfb2e541891a4"},"weight":2},{"arm":"af4a8f9e3ad7e5f22d4a8d9b9d93b73b5b3dccac133a53db8be49456887cc1fb","config":{"execution_strategy":"mlflow_model","mlflow_model":{"policy_version_id":"food_budget@2"},"params":{"nested":{"list":[1,2.5,null]},"quantile":0.9}},"executionStrategy":"mlflow_model","isControl":false,"key":"newest","pins":{"food_budget@2":"4643250aa5585f588227fa3b7083698dd42a9bd377144d7813ecfb2e541891a4"},"weight":1.5}]}', '{17a6e45b360d5517f3ede30fc4dc5a56208571b153fae75340d55ebd56fee340,4643250aa5585f588227fa3b7083698dd42a9bd377144d7813ecfb2e541891a4}', '2026-11-25 18:48:34.71751+00'),
	('5f17e19a4202bdf64083ea248590d08b76a31a995e2aa69ef24e3ae0b957ba61', 'experiment', 'forecast_paused', 1, '{"allocation":1,"key":"forecast_paused","salt":"4108de16-1c30-4fc8-ade2-01593969af6d","status":"RUNNING","traffic":1,"unitType":"household","variants":[{"arm":"fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491","config":{"execution_strategy":"mlflow_model","mlflow_model":{"policy_version_id":"food_budget@1"}},"executionStrategy":"mlflow_model","isControl":true,"key":"mean","pins":{"food_budget@1":"17a6e45b360d5517f3ede30fc4dc5a56208571b153fae75340d55ebd56fee340"},"weight":1},{"arm":"ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62","config":{"execution_strategy":"mlflow_model","mlflow_model":{"policy_version_id":"food_budget@2"}},"executionStrategy":"mlflow_model","isControl":false,"key":"median","pins":{"food_budget@2":"4643250aa5585f588227fa3b7083698dd42a9bd377144d7813ecfb2e541891a4"},"weight":1}]}', '{17a6e45b360d5517f3ede30fc4dc5a56208571b153fae75340d55ebd56fee340,4643250aa5585f588227fa3b7083698dd42a9bd377144d7813ecfb2e541891a4}', '2026-11-25 18:48:34.71751+00'),
	('8f1919dfcd1ba33565a14ffeea499701ef99fedfd435ae4a311684d240c83f8d', 'experiment', 'forecast_stopped', 1, '{"allocation":1,"key":"forecast_stopped","salt":"528c7b08-5670-4ca9-8cbf-927864d38e15","status":"RUNNING","traffic":0.5,"unitType":"household","variants":[{"arm":"fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491","config":{"execution_strategy":"mlflow_model","mlflow_model":{"policy_version_id":"food_budget@1"}},"executionStrategy":"mlflow_model","isControl":true,"key":"mean","pins":{"food_budget@1":"17a6e45b360d5517f3ede30fc4dc5a56208571b153fae75340d55ebd56fee340"},"weight":1},{"arm":"ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62","config":{"execution_strategy":"mlflow_model","mlflow_model":{"policy_version_id":"food_budget@2"}},"executionStrategy":"mlflow_model","isControl":false,"key":"median","pins":{"food_budget@2":"4643250aa5585f588227fa3b7083698dd42a9bd377144d7813ecfb2e541891a4"},"weight":1}]}', '{17a6e45b360d5517f3ede30fc4dc5a56208571b153fae75340d55ebd56fee340,4643250aa5585f588227fa3b7083698dd42a9bd377144d7813ecfb2e541891a4}', '2026-11-25 18:48:34.71751+00'),
	('17601cf198e8b55ff4d5fac3274117c8f15488426c115c32fd80a0307dd99bed', 'experiment', 'cooking', 1, '{"allocation":1,"key":"cooking","salt":"cooking","status":"RUNNING","traffic":1,"unitType":"user","variants":[{"arm":"1e24737c38b084538a7da0d1b409ffa491bd7fb0768bd82dcf0df4e4544224da","config":{"execution_strategy":"prompt_template","prompt_config":{"prompt_version_id":"cook@1"}},"executionStrategy":"prompt_template","isControl":true,"key":"plans","pins":{"cook@1":"76b578e6c8244f4f09072aea10d1d6cd1457aa556b71035cfd8cc4d865e8c55b"},"weight":1},{"arm":"49abdaf27d1eb183f01be6410916fb13a1e721a0bb4272c32429ca25588f1e7e","config":{"execution_strategy":"prompt_template","params":{"temperature":0.2},"prompt_config":{"prompt_version_id":"cook@2"}},"executionStrategy":"prompt_template","isControl":false,"key":"asks","pins":{"cook@2":"be82af9ba3d6d3f012f05fa0be94cbbbb61a81a50638ce1347a7cf8a42a2b53b"},"weight":1}]}', '{76b578e6c8244f4f09072aea10d1d6cd1457aa556b71035cfd8cc4d865e8c55b,be82af9ba3d6d3f012f05fa0be94cbbbb61a81a50638ce1347a7cf8a42a2b53b}', '2026-11-25 18:48:34.71751+00'),
	('cd9c7a1d43ac77e0b84dfbb71f45932006de749cd1604d42567dfc0953b75e14', 'experiment', 'forecast_paused', 1, '{"allocation":1,"key":"forecast_paused","salt":"4108de16-1c30-4fc8-ade2-01593969af6d","status":"PAUSED","traffic":1,"unitType":"household","variants":[{"arm":"fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491","config":{"execution_strategy":"mlflow_model","mlflow_model":{"policy_version_id":"food_budget@1"}},"executionStrategy":"mlflow_model","isControl":true,"key":"mean","pins":{"food_budget@1":"17a6e45b360d5517f3ede30fc4dc5a56208571b153fae75340d55ebd56fee340"},"weight":1},{"arm":"ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62","config":{"execution_strategy":"mlflow_model","mlflow_model":{"policy_version_id":"food_budget@2"}},"executionStrategy":"mlflow_model","isControl":false,"key":"median","pins":{"food_budget@2":"4643250aa5585f588227fa3b7083698dd42a9bd377144d7813ecfb2e541891a4"},"weight":1}]}', '{17a6e45b360d5517f3ede30fc4dc5a56208571b153fae75340d55ebd56fee340,4643250aa5585f588227fa3b7083698dd42a9bd377144d7813ecfb2e541891a4}', '2026-11-25 18:48:39.659955+00'),
	('f2bff4178f03adbad9257d1e7189d06331897c5c9819a69ef873c51453f500f5', 'experiment', 'forecast_stopped', 1, '{"allocation":1,"key":"forecast_stopped","salt":"528c7b08-5670-4ca9-8cbf-927864d38e15","status":"STOPPED","traffic":0.5,"unitType":"household","variants":[{"arm":"fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491","config":{"execution_strategy":"mlflow_model","mlflow_model":{"policy_version_id":"food_budget@1"}},"executionStrategy":"mlflow_model","isControl":true,"key":"mean","pins":{"food_budget@1":"17a6e45b360d5517f3ede30fc4dc5a56208571b153fae75340d55ebd56fee340"},"weight":1},{"arm":"ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62","config":{"execution_strategy":"mlflow_model","mlflow_model":{"policy_version_id":"food_budget@2"}},"executionStrategy":"mlflow_model","isControl":false,"key":"median","pins":{"food_budget@2":"4643250aa5585f588227fa3b7083698dd42a9bd377144d7813ecfb2e541891a4"},"weight":1}],"winner":"median"}', '{17a6e45b360d5517f3ede30fc4dc5a56208571b153fae75340d55ebd56fee340,4643250aa5585f588227fa3b7083698dd42a9bd377144d7813ecfb2e541891a4}', '2026-11-25 18:48:39.709954+00');


--
-- Data for Name: replicas; Type: TABLE DATA; Schema: exp; Owner: -
--



--
-- Data for Name: store_migrations; Type: TABLE DATA; Schema: exp; Owner: -
--

INSERT INTO exp.store_migrations VALUES
	('001-releases', '2026-11-25 18:48:28.478742+00'),
	('002-events', '2026-11-25 18:48:28.535483+00'),
	('003-streams', '2026-11-25 18:48:28.671404+00'),
	('004-next-events', '2026-11-25 18:48:28.725572+00'),
	('005-replicas', '2026-11-25 18:48:28.737804+00');


--
-- Data for Name: stream_entries; Type: TABLE DATA; Schema: exp; Owner: -
--

INSERT INTO exp.stream_entries VALUES
	('YOzrwj4WMpcxSe7zL0QC0g', 1, 1, '{"type":"message_started","message":{"conversation":"YOzrwj4WMpcxSe7zL0QC0g","turn":1,"role":"ASSISTANT","text":"","status":"STREAMING","usage":null,"arm":"1e24737c38b084538a7da0d1b409ffa491bd7fb0768bd82dcf0df4e4544224da","model":null,"standIn":true,"createdAt":"2026-11-25T18:48:39.935Z"},"inReplyTo":{"conversation":"YOzrwj4WMpcxSe7zL0QC0g","turn":1,"role":"USER","text":"Hello!","status":"COMPLETED","usage":null,"arm":null,"model":null,"standIn":false,"createdAt":"2026-11-25T18:48:39.907Z"}}', '2026-11-25 18:48:39.940456+00'),
	('YOzrwj4WMpcxSe7zL0QC0g', 1, 2, '{"type":"message_delta","messageId":"YOzrwj4WMpcxSe7zL0QC0g:1:assistant","text":"What do you like to eat?"}', '2026-11-25 18:48:39.967583+00'),
	('YOzrwj4WMpcxSe7zL0QC0g', 1, 2147483647, '{"type":"message_completed","message":{"conversation":"YOzrwj4WMpcxSe7zL0QC0g","turn":1,"role":"ASSISTANT","text":"What do you like to eat?","status":"COMPLETED","usage":{"input":10,"output":6,"cacheRead":0,"cacheWrite":0},"arm":"1e24737c38b084538a7da0d1b409ffa491bd7fb0768bd82dcf0df4e4544224da","model":"scripted","standIn":true,"createdAt":"2026-11-25T18:48:39.968Z"}}', '2026-11-25 18:48:39.989885+00'),
	('YOzrwj4WMpcxSe7zL0QC0g', 2, 1, '{"type":"message_started","message":{"conversation":"YOzrwj4WMpcxSe7zL0QC0g","turn":2,"role":"ASSISTANT","text":"","status":"STREAMING","usage":null,"arm":"1e24737c38b084538a7da0d1b409ffa491bd7fb0768bd82dcf0df4e4544224da","model":null,"standIn":true,"createdAt":"2026-11-25T18:48:40.032Z"},"inReplyTo":{"conversation":"YOzrwj4WMpcxSe7zL0QC0g","turn":2,"role":"USER","text":"What shall we have for dinner?","status":"COMPLETED","usage":null,"arm":null,"model":null,"standIn":false,"createdAt":"2026-11-25T18:48:40.005Z"}}', '2026-11-25 18:48:40.034631+00'),
	('YOzrwj4WMpcxSe7zL0QC0g', 2, 2, '{"type":"message_delta","messageId":"YOzrwj4WMpcxSe7zL0QC0g:2:assistant","text":"Lentils with rice, and a salad."}', '2026-11-25 18:48:40.04343+00'),
	('YOzrwj4WMpcxSe7zL0QC0g', 2, 2147483647, '{"type":"message_completed","message":{"conversation":"YOzrwj4WMpcxSe7zL0QC0g","turn":2,"role":"ASSISTANT","text":"Lentils with rice, and a salad.","status":"COMPLETED","usage":{"input":24,"output":8,"cacheRead":0,"cacheWrite":0},"arm":"1e24737c38b084538a7da0d1b409ffa491bd7fb0768bd82dcf0df4e4544224da","model":"scripted","standIn":true,"createdAt":"2026-11-25T18:48:40.044Z"}}', '2026-11-25 18:48:40.049743+00'),
	('hWcj1xb3MtKXdml-Jxb57g', 1, 1, '{"type":"message_started","message":{"conversation":"hWcj1xb3MtKXdml-Jxb57g","turn":1,"role":"ASSISTANT","text":"","status":"STREAMING","usage":null,"arm":"1e24737c38b084538a7da0d1b409ffa491bd7fb0768bd82dcf0df4e4544224da","model":null,"standIn":true,"createdAt":"2026-11-25T18:48:40.171Z"},"inReplyTo":{"conversation":"hWcj1xb3MtKXdml-Jxb57g","turn":1,"role":"USER","text":"Hello!","status":"COMPLETED","usage":null,"arm":null,"model":null,"standIn":false,"createdAt":"2026-11-25T18:48:40.135Z"}}', '2026-11-25 18:48:40.172079+00'),
	('hWcj1xb3MtKXdml-Jxb57g', 1, 2, '{"type":"message_delta","messageId":"hWcj1xb3MtKXdml-Jxb57g:1:assistant","text":"What do you like to eat?"}', '2026-11-25 18:48:40.177346+00'),
	('hWcj1xb3MtKXdml-Jxb57g', 1, 2147483647, '{"type":"message_completed","message":{"conversation":"hWcj1xb3MtKXdml-Jxb57g","turn":1,"role":"ASSISTANT","text":"What do you like to eat?","status":"COMPLETED","usage":{"input":10,"output":6,"cacheRead":0,"cacheWrite":0},"arm":"1e24737c38b084538a7da0d1b409ffa491bd7fb0768bd82dcf0df4e4544224da","model":"scripted","standIn":true,"createdAt":"2026-11-25T18:48:40.184Z"}}', '2026-11-25 18:48:40.195526+00'),
	('hWcj1xb3MtKXdml-Jxb57g', 2, 1, '{"type":"message_started","message":{"conversation":"hWcj1xb3MtKXdml-Jxb57g","turn":2,"role":"ASSISTANT","text":"","status":"STREAMING","usage":null,"arm":"1e24737c38b084538a7da0d1b409ffa491bd7fb0768bd82dcf0df4e4544224da","model":null,"standIn":true,"createdAt":"2026-11-25T18:48:40.219Z"},"inReplyTo":{"conversation":"hWcj1xb3MtKXdml-Jxb57g","turn":2,"role":"USER","text":"What shall we have for dinner?","status":"COMPLETED","usage":null,"arm":null,"model":null,"standIn":false,"createdAt":"2026-11-25T18:48:40.211Z"}}', '2026-11-25 18:48:40.219911+00'),
	('hWcj1xb3MtKXdml-Jxb57g', 2, 2, '{"type":"message_delta","messageId":"hWcj1xb3MtKXdml-Jxb57g:2:assistant","text":"Lentils with rice, and a salad."}', '2026-11-25 18:48:40.222939+00'),
	('hWcj1xb3MtKXdml-Jxb57g', 2, 2147483647, '{"type":"message_completed","message":{"conversation":"hWcj1xb3MtKXdml-Jxb57g","turn":2,"role":"ASSISTANT","text":"Lentils with rice, and a salad.","status":"COMPLETED","usage":{"input":24,"output":8,"cacheRead":0,"cacheWrite":0},"arm":"1e24737c38b084538a7da0d1b409ffa491bd7fb0768bd82dcf0df4e4544224da","model":"scripted","standIn":true,"createdAt":"2026-11-25T18:48:40.223Z"}}', '2026-11-25 18:48:40.231919+00'),
	('QvGPFirif6iZsI-kurQb_A', 1, 1, '{"type":"message_started","message":{"conversation":"QvGPFirif6iZsI-kurQb_A","turn":1,"role":"ASSISTANT","text":"","status":"STREAMING","usage":null,"arm":"49abdaf27d1eb183f01be6410916fb13a1e721a0bb4272c32429ca25588f1e7e","model":null,"standIn":true,"createdAt":"2026-11-25T18:48:40.327Z"},"inReplyTo":{"conversation":"QvGPFirif6iZsI-kurQb_A","turn":1,"role":"USER","text":"Hello!","status":"COMPLETED","usage":null,"arm":null,"model":null,"standIn":false,"createdAt":"2026-11-25T18:48:40.317Z"}}', '2026-11-25 18:48:40.328252+00'),
	('QvGPFirif6iZsI-kurQb_A', 1, 2, '{"type":"message_delta","messageId":"QvGPFirif6iZsI-kurQb_A:1:assistant","text":"What do you like to eat?"}', '2026-11-25 18:48:40.335936+00'),
	('QvGPFirif6iZsI-kurQb_A', 1, 2147483647, '{"type":"message_completed","message":{"conversation":"QvGPFirif6iZsI-kurQb_A","turn":1,"role":"ASSISTANT","text":"What do you like to eat?","status":"COMPLETED","usage":{"input":15,"output":6,"cacheRead":0,"cacheWrite":0},"arm":"49abdaf27d1eb183f01be6410916fb13a1e721a0bb4272c32429ca25588f1e7e","model":"scripted","standIn":true,"createdAt":"2026-11-25T18:48:40.337Z"}}', '2026-11-25 18:48:40.344981+00'),
	('QvGPFirif6iZsI-kurQb_A', 2, 1, '{"type":"message_started","message":{"conversation":"QvGPFirif6iZsI-kurQb_A","turn":2,"role":"ASSISTANT","text":"","status":"STREAMING","usage":null,"arm":"49abdaf27d1eb183f01be6410916fb13a1e721a0bb4272c32429ca25588f1e7e","model":null,"standIn":true,"createdAt":"2026-11-25T18:48:40.378Z"},"inReplyTo":{"conversation":"QvGPFirif6iZsI-kurQb_A","turn":2,"role":"USER","text":"What shall we have for dinner?","status":"COMPLETED","usage":null,"arm":null,"model":null,"standIn":false,"createdAt":"2026-11-25T18:48:40.369Z"}}', '2026-11-25 18:48:40.379355+00'),
	('QvGPFirif6iZsI-kurQb_A', 2, 2, '{"type":"message_delta","messageId":"QvGPFirif6iZsI-kurQb_A:2:assistant","text":"Lentils with rice, and a salad."}', '2026-11-25 18:48:40.382493+00'),
	('QvGPFirif6iZsI-kurQb_A', 2, 2147483647, '{"type":"message_completed","message":{"conversation":"QvGPFirif6iZsI-kurQb_A","turn":2,"role":"ASSISTANT","text":"Lentils with rice, and a salad.","status":"COMPLETED","usage":{"input":29,"output":8,"cacheRead":0,"cacheWrite":0},"arm":"49abdaf27d1eb183f01be6410916fb13a1e721a0bb4272c32429ca25588f1e7e","model":"scripted","standIn":true,"createdAt":"2026-11-25T18:48:40.382Z"}}', '2026-11-25 18:48:40.388398+00'),
	('hWcj1xb3MtKXdml-Jxb57g', 3, 1, '{"type":"conversation_ended","status":"COMPLETED","outcome":"satisfied"}', '2026-11-25 18:48:40.452333+00');


--
-- Data for Name: streams; Type: TABLE DATA; Schema: exp; Owner: -
--

INSERT INTO exp.streams VALUES
	('YOzrwj4WMpcxSe7zL0QC0g', 2, 2147483647, 0, 0),
	('QvGPFirif6iZsI-kurQb_A', 2, 2147483647, 0, 0),
	('hWcj1xb3MtKXdml-Jxb57g', 3, 1, 0, 0);


--
-- Data for Name: turns; Type: TABLE DATA; Schema: exp; Owner: -
--

INSERT INTO exp.turns VALUES
	('YOzrwj4WMpcxSe7zL0QC0g', 1, 'Hello!', 1, 'COMPLETED', true, NULL, NULL, false, true, '2026-11-25 18:48:39.907+00', '2026-11-25 18:48:39.968+00'),
	('YOzrwj4WMpcxSe7zL0QC0g', 2, 'What shall we have for dinner?', 2, 'COMPLETED', true, NULL, NULL, false, true, '2026-11-25 18:48:40.005+00', '2026-11-25 18:48:40.044+00'),
	('hWcj1xb3MtKXdml-Jxb57g', 1, 'Hello!', 1, 'COMPLETED', true, NULL, NULL, false, true, '2026-11-25 18:48:40.135+00', '2026-11-25 18:48:40.184+00'),
	('hWcj1xb3MtKXdml-Jxb57g', 2, 'What shall we have for dinner?', 2, 'COMPLETED', true, NULL, NULL, false, true, '2026-11-25 18:48:40.211+00', '2026-11-25 18:48:40.223+00'),
	('QvGPFirif6iZsI-kurQb_A', 1, 'Hello!', 1, 'COMPLETED', true, NULL, NULL, false, true, '2026-11-25 18:48:40.317+00', '2026-11-25 18:48:40.337+00'),
	('QvGPFirif6iZsI-kurQb_A', 2, 'What shall we have for dinner?', 2, 'COMPLETED', true, NULL, NULL, false, true, '2026-11-25 18:48:40.369+00', '2026-11-25 18:48:40.382+00');


--
-- Data for Name: variant_totals; Type: TABLE DATA; Schema: exp; Owner: -
--

INSERT INTO exp.variant_totals VALUES
	('forecast', 'median', true, 4, 4, 0),
	('forecast', 'mean', true, 8, 8, 0),
	('forecast', 'newest', true, 4, 4, 0),
	('forecast_paused', 'mean', true, 11, 11, 0),
	('forecast_paused', 'median', true, 9, 9, 0),
	('forecast_stopped', 'mean', true, 8, 8, 0),
	('forecast_stopped', 'median', true, 5, 5, 0),
	('forecast', 'newest', false, 4, 0, 0),
	('forecast', 'median', false, 5, 0, 0),
	('forecast', 'mean', false, 6, 0, 0),
	('cooking', 'plans', true, 2, 4, 0),
	('cooking', 'asks', true, 1, 2, 0);


--
-- Data for Name: variants; Type: TABLE DATA; Schema: exp; Owner: -
--

INSERT INTO exp.variants VALUES
	('forecast', 'mean', 0, NULL, 3, true, 'mlflow_model', '{"params": {"note": "größer", "threshold": 0.5}, "policy_version_id": "0b9c7a52-4f0e-4c5e-9d8e-6f2a1d3c4b5a"}', '{"params": {"note": "größer", "threshold": 0.5}, "mlflow_model": {"policy_version_id": "food_budget@1"}, "execution_strategy": "mlflow_model"}', '{"food_budget@1": "17a6e45b360d5517f3ede30fc4dc5a56208571b153fae75340d55ebd56fee340"}', '35115d36cebcf0a1485f45d296508eb5e5fcb7a7f7db6833160a79ee6596e90d'),
	('forecast', 'median', 1, NULL, 2, false, 'mlflow_model', '{"policy_version_id": "food_budget@2"}', '{"mlflow_model": {"policy_version_id": "food_budget@2"}, "execution_strategy": "mlflow_model"}', '{"food_budget@2": "4643250aa5585f588227fa3b7083698dd42a9bd377144d7813ecfb2e541891a4"}', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62'),
	('forecast', 'newest', 2, NULL, 1.5, false, 'mlflow_model', '{"params": {"nested": {"list": [1, 2.5, null]}, "quantile": 0.9}, "policy_version_id": "food_budget"}', '{"params": {"nested": {"list": [1, 2.5, null]}, "quantile": 0.9}, "mlflow_model": {"policy_version_id": "food_budget@2"}, "execution_strategy": "mlflow_model"}', '{"food_budget@2": "4643250aa5585f588227fa3b7083698dd42a9bd377144d7813ecfb2e541891a4"}', 'af4a8f9e3ad7e5f22d4a8d9b9d93b73b5b3dccac133a53db8be49456887cc1fb'),
	('forecast_paused', 'mean', 0, NULL, 1, true, 'mlflow_model', '{"policy_version_id": "food_budget@1"}', '{"mlflow_model": {"policy_version_id": "food_budget@1"}, "execution_strategy": "mlflow_model"}', '{"food_budget@1": "17a6e45b360d5517f3ede30fc4dc5a56208571b153fae75340d55ebd56fee340"}', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491'),
	('forecast_paused', 'median', 1, NULL, 1, false, 'mlflow_model', '{"policy_version_id": "7d1f3c86-21aa-4a0b-8c55-90f1e2d3b4c5"}', '{"mlflow_model": {"policy_version_id": "food_budget@2"}, "execution_strategy": "mlflow_model"}', '{"food_budget@2": "4643250aa5585f588227fa3b7083698dd42a9bd377144d7813ecfb2e541891a4"}', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62'),
	('forecast_stopped', 'mean', 0, NULL, 1, true, 'mlflow_model', '{"policy_version_id": "food_budget@1"}', '{"mlflow_model": {"policy_version_id": "food_budget@1"}, "execution_strategy": "mlflow_model"}', '{"food_budget@1": "17a6e45b360d5517f3ede30fc4dc5a56208571b153fae75340d55ebd56fee340"}', 'fb5a0b76f4a867f08bada700dcaf3e95b2149a287f80815d660155c2b6cf0491'),
	('forecast_stopped', 'median', 1, NULL, 1, false, 'mlflow_model', '{"policy_version_id": "food_budget@2"}', '{"mlflow_model": {"policy_version_id": "food_budget@2"}, "execution_strategy": "mlflow_model"}', '{"food_budget@2": "4643250aa5585f588227fa3b7083698dd42a9bd377144d7813ecfb2e541891a4"}', 'ea7e4bd96c1988ceb5474afb4cddadf940cc0493a4475c5421b94b08d7819a62'),
	('forecast_draft', 'mean', 0, NULL, 1, true, 'mlflow_model', '{"policy_version_id": "food_budget@1"}', NULL, NULL, NULL),
	('forecast_draft', 'median', 1, NULL, 1, false, 'mlflow_model', '{"params": {}, "policy_version_id": "food_budget@2"}', NULL, NULL, NULL),
	('cooking', 'plans', 0, NULL, 1, true, 'prompt_template', '{"prompt_config": {"prompt_version_id": "cook@production"}, "execution_strategy": "prompt_template"}', '{"prompt_config": {"prompt_version_id": "cook@1"}, "execution_strategy": "prompt_template"}', '{"cook@1": "76b578e6c8244f4f09072aea10d1d6cd1457aa556b71035cfd8cc4d865e8c55b"}', '1e24737c38b084538a7da0d1b409ffa491bd7fb0768bd82dcf0df4e4544224da'),
	('cooking', 'asks', 1, NULL, 1, false, 'prompt_template', '{"params": {"temperature": 0.2}, "prompt_config": {"prompt_version_id": "cook@2"}, "execution_strategy": "prompt_template"}', '{"params": {"temperature": 0.2}, "prompt_config": {"prompt_version_id": "cook@2"}, "execution_strategy": "prompt_template"}', '{"cook@2": "be82af9ba3d6d3f012f05fa0be94cbbbb61a81a50638ce1347a7cf8a42a2b53b"}', '49abdaf27d1eb183f01be6410916fb13a1e721a0bb4272c32429ca25588f1e7e');


--
-- Name: event_seq; Type: SEQUENCE SET; Schema: exp; Owner: -
--

SELECT pg_catalog.setval('exp.event_seq', 256, true);


--
-- Name: migrations_analytics_id_seq; Type: SEQUENCE SET; Schema: exp; Owner: -
--

SELECT pg_catalog.setval('exp.migrations_analytics_id_seq', 1, true);


--
-- Name: migrations_experiments_id_seq; Type: SEQUENCE SET; Schema: exp; Owner: -
--

SELECT pg_catalog.setval('exp.migrations_experiments_id_seq', 2, true);


--
-- Name: migrations_flows_id_seq; Type: SEQUENCE SET; Schema: exp; Owner: -
--

SELECT pg_catalog.setval('exp.migrations_flows_id_seq', 5, true);


--
-- Name: migrations_prompts_id_seq; Type: SEQUENCE SET; Schema: exp; Owner: -
--

SELECT pg_catalog.setval('exp.migrations_prompts_id_seq', 1, true);


--
-- Name: migrations_analytics PK_3cd87b3713eb5681e45f2beb78d; Type: CONSTRAINT; Schema: exp; Owner: -
--

ALTER TABLE ONLY exp.migrations_analytics
    ADD CONSTRAINT "PK_3cd87b3713eb5681e45f2beb78d" PRIMARY KEY (id);


--
-- Name: migrations_flows PK_3e3c35c6634130b3da77e54f291; Type: CONSTRAINT; Schema: exp; Owner: -
--

ALTER TABLE ONLY exp.migrations_flows
    ADD CONSTRAINT "PK_3e3c35c6634130b3da77e54f291" PRIMARY KEY (id);


--
-- Name: migrations_prompts PK_6b03cdd0506e8d8b16b2bdfe7a6; Type: CONSTRAINT; Schema: exp; Owner: -
--

ALTER TABLE ONLY exp.migrations_prompts
    ADD CONSTRAINT "PK_6b03cdd0506e8d8b16b2bdfe7a6" PRIMARY KEY (id);


--
-- Name: migrations_experiments PK_71c24677a0de5f511bd693699f4; Type: CONSTRAINT; Schema: exp; Owner: -
--

ALTER TABLE ONLY exp.migrations_experiments
    ADD CONSTRAINT "PK_71c24677a0de5f511bd693699f4" PRIMARY KEY (id);


--
-- Name: consumers consumers_pkey; Type: CONSTRAINT; Schema: exp; Owner: -
--

ALTER TABLE ONLY exp.consumers
    ADD CONSTRAINT consumers_pkey PRIMARY KEY (name);


--
-- Name: conversations conversations_pkey; Type: CONSTRAINT; Schema: exp; Owner: -
--

ALTER TABLE ONLY exp.conversations
    ADD CONSTRAINT conversations_pkey PRIMARY KEY (id);


--
-- Name: effects effects_pkey; Type: CONSTRAINT; Schema: exp; Owner: -
--

ALTER TABLE ONLY exp.effects
    ADD CONSTRAINT effects_pkey PRIMARY KEY (conversation, turn, key);


--
-- Name: event_ids event_ids_pkey; Type: CONSTRAINT; Schema: exp; Owner: -
--

ALTER TABLE ONLY exp.event_ids
    ADD CONSTRAINT event_ids_pkey PRIMARY KEY (unit, id);


--
-- Name: events events_pkey; Type: CONSTRAINT; Schema: exp; Owner: -
--

ALTER TABLE ONLY exp.events
    ADD CONSTRAINT events_pkey PRIMARY KEY (unit, received_at, seq);


--
-- Name: events_2026_11_25 events_2026_11_25_pkey; Type: CONSTRAINT; Schema: exp; Owner: -
--

ALTER TABLE ONLY exp.events_2026_11_25
    ADD CONSTRAINT events_2026_11_25_pkey PRIMARY KEY (unit, received_at, seq);


--
-- Name: events_2026_11_26 events_2026_11_26_pkey; Type: CONSTRAINT; Schema: exp; Owner: -
--

ALTER TABLE ONLY exp.events_2026_11_26
    ADD CONSTRAINT events_2026_11_26_pkey PRIMARY KEY (unit, received_at, seq);


--
-- Name: events_2026_11_27 events_2026_11_27_pkey; Type: CONSTRAINT; Schema: exp; Owner: -
--

ALTER TABLE ONLY exp.events_2026_11_27
    ADD CONSTRAINT events_2026_11_27_pkey PRIMARY KEY (unit, received_at, seq);


--
-- Name: events_2026_11_28 events_2026_11_28_pkey; Type: CONSTRAINT; Schema: exp; Owner: -
--

ALTER TABLE ONLY exp.events_2026_11_28
    ADD CONSTRAINT events_2026_11_28_pkey PRIMARY KEY (unit, received_at, seq);


--
-- Name: events_2026_11_29 events_2026_11_29_pkey; Type: CONSTRAINT; Schema: exp; Owner: -
--

ALTER TABLE ONLY exp.events_2026_11_29
    ADD CONSTRAINT events_2026_11_29_pkey PRIMARY KEY (unit, received_at, seq);


--
-- Name: events_2026_11_30 events_2026_11_30_pkey; Type: CONSTRAINT; Schema: exp; Owner: -
--

ALTER TABLE ONLY exp.events_2026_11_30
    ADD CONSTRAINT events_2026_11_30_pkey PRIMARY KEY (unit, received_at, seq);


--
-- Name: events_2026_12_01 events_2026_12_01_pkey; Type: CONSTRAINT; Schema: exp; Owner: -
--

ALTER TABLE ONLY exp.events_2026_12_01
    ADD CONSTRAINT events_2026_12_01_pkey PRIMARY KEY (unit, received_at, seq);


--
-- Name: events_2026_12_02 events_2026_12_02_pkey; Type: CONSTRAINT; Schema: exp; Owner: -
--

ALTER TABLE ONLY exp.events_2026_12_02
    ADD CONSTRAINT events_2026_12_02_pkey PRIMARY KEY (unit, received_at, seq);


--
-- Name: events_default events_default_pkey; Type: CONSTRAINT; Schema: exp; Owner: -
--

ALTER TABLE ONLY exp.events_default
    ADD CONSTRAINT events_default_pkey PRIMARY KEY (unit, received_at, seq);


--
-- Name: execution_effects execution_effects_pkey; Type: CONSTRAINT; Schema: exp; Owner: -
--

ALTER TABLE ONLY exp.execution_effects
    ADD CONSTRAINT execution_effects_pkey PRIMARY KEY (execution, key);


--
-- Name: executions executions_experiment_unit_client_execution_id_key; Type: CONSTRAINT; Schema: exp; Owner: -
--

ALTER TABLE ONLY exp.executions
    ADD CONSTRAINT executions_experiment_unit_client_execution_id_key UNIQUE (experiment, unit, client_execution_id);


--
-- Name: executions executions_pkey; Type: CONSTRAINT; Schema: exp; Owner: -
--

ALTER TABLE ONLY exp.executions
    ADD CONSTRAINT executions_pkey PRIMARY KEY (id);


--
-- Name: experiments experiments_pkey; Type: CONSTRAINT; Schema: exp; Owner: -
--

ALTER TABLE ONLY exp.experiments
    ADD CONSTRAINT experiments_pkey PRIMARY KEY (key);


--
-- Name: exposures exposures_pkey; Type: CONSTRAINT; Schema: exp; Owner: -
--

ALTER TABLE ONLY exp.exposures
    ADD CONSTRAINT exposures_pkey PRIMARY KEY (unit, experiment, allocation, variant, stand_in);


--
-- Name: flow_versions flow_versions_pkey; Type: CONSTRAINT; Schema: exp; Owner: -
--

ALTER TABLE ONLY exp.flow_versions
    ADD CONSTRAINT flow_versions_pkey PRIMARY KEY (flow, number);


--
-- Name: flows flows_pkey; Type: CONSTRAINT; Schema: exp; Owner: -
--

ALTER TABLE ONLY exp.flows
    ADD CONSTRAINT flows_pkey PRIMARY KEY (key);


--
-- Name: head_counter head_counter_pkey; Type: CONSTRAINT; Schema: exp; Owner: -
--

ALTER TABLE ONLY exp.head_counter
    ADD CONSTRAINT head_counter_pkey PRIMARY KEY (only_row);


--
-- Name: heads heads_pkey; Type: CONSTRAINT; Schema: exp; Owner: -
--

ALTER TABLE ONLY exp.heads
    ADD CONSTRAINT heads_pkey PRIMARY KEY (kind, key);


--
-- Name: heads heads_rev_key; Type: CONSTRAINT; Schema: exp; Owner: -
--

ALTER TABLE ONLY exp.heads
    ADD CONSTRAINT heads_rev_key UNIQUE (rev);


--
-- Name: messages messages_pkey; Type: CONSTRAINT; Schema: exp; Owner: -
--

ALTER TABLE ONLY exp.messages
    ADD CONSTRAINT messages_pkey PRIMARY KEY (conversation, turn, role);


--
-- Name: policies policies_pkey; Type: CONSTRAINT; Schema: exp; Owner: -
--

ALTER TABLE ONLY exp.policies
    ADD CONSTRAINT policies_pkey PRIMARY KEY (name);


--
-- Name: policy_versions policy_versions_alias_key; Type: CONSTRAINT; Schema: exp; Owner: -
--

ALTER TABLE ONLY exp.policy_versions
    ADD CONSTRAINT policy_versions_alias_key UNIQUE (alias);


--
-- Name: policy_versions policy_versions_pkey; Type: CONSTRAINT; Schema: exp; Owner: -
--

ALTER TABLE ONLY exp.policy_versions
    ADD CONSTRAINT policy_versions_pkey PRIMARY KEY (policy, number);


--
-- Name: prompt_labels prompt_labels_pkey; Type: CONSTRAINT; Schema: exp; Owner: -
--

ALTER TABLE ONLY exp.prompt_labels
    ADD CONSTRAINT prompt_labels_pkey PRIMARY KEY (prompt, label);


--
-- Name: prompt_versions prompt_versions_pkey; Type: CONSTRAINT; Schema: exp; Owner: -
--

ALTER TABLE ONLY exp.prompt_versions
    ADD CONSTRAINT prompt_versions_pkey PRIMARY KEY (prompt, number);


--
-- Name: prompts prompts_pkey; Type: CONSTRAINT; Schema: exp; Owner: -
--

ALTER TABLE ONLY exp.prompts
    ADD CONSTRAINT prompts_pkey PRIMARY KEY (name);


--
-- Name: releases releases_pkey; Type: CONSTRAINT; Schema: exp; Owner: -
--

ALTER TABLE ONLY exp.releases
    ADD CONSTRAINT releases_pkey PRIMARY KEY (hash);


--
-- Name: replicas replicas_pkey; Type: CONSTRAINT; Schema: exp; Owner: -
--

ALTER TABLE ONLY exp.replicas
    ADD CONSTRAINT replicas_pkey PRIMARY KEY (service, id);


--
-- Name: store_migrations store_migrations_pkey; Type: CONSTRAINT; Schema: exp; Owner: -
--

ALTER TABLE ONLY exp.store_migrations
    ADD CONSTRAINT store_migrations_pkey PRIMARY KEY (name);


--
-- Name: stream_entries stream_entries_pkey; Type: CONSTRAINT; Schema: exp; Owner: -
--

ALTER TABLE ONLY exp.stream_entries
    ADD CONSTRAINT stream_entries_pkey PRIMARY KEY (conversation, fence, n);


--
-- Name: streams streams_pkey; Type: CONSTRAINT; Schema: exp; Owner: -
--

ALTER TABLE ONLY exp.streams
    ADD CONSTRAINT streams_pkey PRIMARY KEY (conversation);


--
-- Name: turns turns_conversation_client_message_id_key; Type: CONSTRAINT; Schema: exp; Owner: -
--

ALTER TABLE ONLY exp.turns
    ADD CONSTRAINT turns_conversation_client_message_id_key UNIQUE (conversation, client_message_id);


--
-- Name: turns turns_pkey; Type: CONSTRAINT; Schema: exp; Owner: -
--

ALTER TABLE ONLY exp.turns
    ADD CONSTRAINT turns_pkey PRIMARY KEY (conversation, number);


--
-- Name: variant_totals variant_totals_pkey; Type: CONSTRAINT; Schema: exp; Owner: -
--

ALTER TABLE ONLY exp.variant_totals
    ADD CONSTRAINT variant_totals_pkey PRIMARY KEY (experiment, variant, stand_in);


--
-- Name: variants variants_pkey; Type: CONSTRAINT; Schema: exp; Owner: -
--

ALTER TABLE ONLY exp.variants
    ADD CONSTRAINT variants_pkey PRIMARY KEY (experiment, key);


--
-- Name: conversations_expires_at_idx; Type: INDEX; Schema: exp; Owner: -
--

CREATE INDEX conversations_expires_at_idx ON exp.conversations USING btree (expires_at) WHERE (status = 'ACTIVE'::text);


--
-- Name: conversations_flow_started_at_id_idx; Type: INDEX; Schema: exp; Owner: -
--

CREATE INDEX conversations_flow_started_at_id_idx ON exp.conversations USING btree (flow, started_at, id) WHERE (flow IS NOT NULL);


--
-- Name: conversations_lease_until_idx; Type: INDEX; Schema: exp; Owner: -
--

CREATE INDEX conversations_lease_until_idx ON exp.conversations USING btree (lease_until) WHERE (lease_until IS NOT NULL);


--
-- Name: conversations_started_at_id_idx; Type: INDEX; Schema: exp; Owner: -
--

CREATE INDEX conversations_started_at_id_idx ON exp.conversations USING btree (started_at, id);


--
-- Name: conversations_unit_started_at_id_idx; Type: INDEX; Schema: exp; Owner: -
--

CREATE INDEX conversations_unit_started_at_id_idx ON exp.conversations USING btree (unit, started_at, id);


--
-- Name: event_ids_seen_at_idx; Type: INDEX; Schema: exp; Owner: -
--

CREATE INDEX event_ids_seen_at_idx ON exp.event_ids USING brin (seen_at);


--
-- Name: events_xid_seq_idx; Type: INDEX; Schema: exp; Owner: -
--

CREATE INDEX events_xid_seq_idx ON ONLY exp.events USING btree (xid, seq);


--
-- Name: events_2026_11_25_xid_seq_idx; Type: INDEX; Schema: exp; Owner: -
--

CREATE INDEX events_2026_11_25_xid_seq_idx ON exp.events_2026_11_25 USING btree (xid, seq);


--
-- Name: events_2026_11_26_xid_seq_idx; Type: INDEX; Schema: exp; Owner: -
--

CREATE INDEX events_2026_11_26_xid_seq_idx ON exp.events_2026_11_26 USING btree (xid, seq);


--
-- Name: events_2026_11_27_xid_seq_idx; Type: INDEX; Schema: exp; Owner: -
--

CREATE INDEX events_2026_11_27_xid_seq_idx ON exp.events_2026_11_27 USING btree (xid, seq);


--
-- Name: events_2026_11_28_xid_seq_idx; Type: INDEX; Schema: exp; Owner: -
--

CREATE INDEX events_2026_11_28_xid_seq_idx ON exp.events_2026_11_28 USING btree (xid, seq);


--
-- Name: events_2026_11_29_xid_seq_idx; Type: INDEX; Schema: exp; Owner: -
--

CREATE INDEX events_2026_11_29_xid_seq_idx ON exp.events_2026_11_29 USING btree (xid, seq);


--
-- Name: events_2026_11_30_xid_seq_idx; Type: INDEX; Schema: exp; Owner: -
--

CREATE INDEX events_2026_11_30_xid_seq_idx ON exp.events_2026_11_30 USING btree (xid, seq);


--
-- Name: events_2026_12_01_xid_seq_idx; Type: INDEX; Schema: exp; Owner: -
--

CREATE INDEX events_2026_12_01_xid_seq_idx ON exp.events_2026_12_01 USING btree (xid, seq);


--
-- Name: events_2026_12_02_xid_seq_idx; Type: INDEX; Schema: exp; Owner: -
--

CREATE INDEX events_2026_12_02_xid_seq_idx ON exp.events_2026_12_02 USING btree (xid, seq);


--
-- Name: events_default_xid_seq_idx; Type: INDEX; Schema: exp; Owner: -
--

CREATE INDEX events_default_xid_seq_idx ON exp.events_default USING btree (xid, seq);


--
-- Name: executions_ended_at_idx; Type: INDEX; Schema: exp; Owner: -
--

CREATE INDEX executions_ended_at_idx ON exp.executions USING btree (ended_at) WHERE (ended_at IS NOT NULL);


--
-- Name: executions_lease_until_idx; Type: INDEX; Schema: exp; Owner: -
--

CREATE INDEX executions_lease_until_idx ON exp.executions USING btree (lease_until) WHERE (lease_until IS NOT NULL);


--
-- Name: stream_entries_at_idx; Type: INDEX; Schema: exp; Owner: -
--

CREATE INDEX stream_entries_at_idx ON exp.stream_entries USING brin (at);


--
-- Name: turns_conversation_number_idx; Type: INDEX; Schema: exp; Owner: -
--

CREATE INDEX turns_conversation_number_idx ON exp.turns USING btree (conversation, number) WHERE ((status <> 'RUNNING'::text) AND (NOT closed));


--
-- Name: events_2026_11_25_pkey; Type: INDEX ATTACH; Schema: exp; Owner: -
--

ALTER INDEX exp.events_pkey ATTACH PARTITION exp.events_2026_11_25_pkey;


--
-- Name: events_2026_11_25_xid_seq_idx; Type: INDEX ATTACH; Schema: exp; Owner: -
--

ALTER INDEX exp.events_xid_seq_idx ATTACH PARTITION exp.events_2026_11_25_xid_seq_idx;


--
-- Name: events_2026_11_26_pkey; Type: INDEX ATTACH; Schema: exp; Owner: -
--

ALTER INDEX exp.events_pkey ATTACH PARTITION exp.events_2026_11_26_pkey;


--
-- Name: events_2026_11_26_xid_seq_idx; Type: INDEX ATTACH; Schema: exp; Owner: -
--

ALTER INDEX exp.events_xid_seq_idx ATTACH PARTITION exp.events_2026_11_26_xid_seq_idx;


--
-- Name: events_2026_11_27_pkey; Type: INDEX ATTACH; Schema: exp; Owner: -
--

ALTER INDEX exp.events_pkey ATTACH PARTITION exp.events_2026_11_27_pkey;


--
-- Name: events_2026_11_27_xid_seq_idx; Type: INDEX ATTACH; Schema: exp; Owner: -
--

ALTER INDEX exp.events_xid_seq_idx ATTACH PARTITION exp.events_2026_11_27_xid_seq_idx;


--
-- Name: events_2026_11_28_pkey; Type: INDEX ATTACH; Schema: exp; Owner: -
--

ALTER INDEX exp.events_pkey ATTACH PARTITION exp.events_2026_11_28_pkey;


--
-- Name: events_2026_11_28_xid_seq_idx; Type: INDEX ATTACH; Schema: exp; Owner: -
--

ALTER INDEX exp.events_xid_seq_idx ATTACH PARTITION exp.events_2026_11_28_xid_seq_idx;


--
-- Name: events_2026_11_29_pkey; Type: INDEX ATTACH; Schema: exp; Owner: -
--

ALTER INDEX exp.events_pkey ATTACH PARTITION exp.events_2026_11_29_pkey;


--
-- Name: events_2026_11_29_xid_seq_idx; Type: INDEX ATTACH; Schema: exp; Owner: -
--

ALTER INDEX exp.events_xid_seq_idx ATTACH PARTITION exp.events_2026_11_29_xid_seq_idx;


--
-- Name: events_2026_11_30_pkey; Type: INDEX ATTACH; Schema: exp; Owner: -
--

ALTER INDEX exp.events_pkey ATTACH PARTITION exp.events_2026_11_30_pkey;


--
-- Name: events_2026_11_30_xid_seq_idx; Type: INDEX ATTACH; Schema: exp; Owner: -
--

ALTER INDEX exp.events_xid_seq_idx ATTACH PARTITION exp.events_2026_11_30_xid_seq_idx;


--
-- Name: events_2026_12_01_pkey; Type: INDEX ATTACH; Schema: exp; Owner: -
--

ALTER INDEX exp.events_pkey ATTACH PARTITION exp.events_2026_12_01_pkey;


--
-- Name: events_2026_12_01_xid_seq_idx; Type: INDEX ATTACH; Schema: exp; Owner: -
--

ALTER INDEX exp.events_xid_seq_idx ATTACH PARTITION exp.events_2026_12_01_xid_seq_idx;


--
-- Name: events_2026_12_02_pkey; Type: INDEX ATTACH; Schema: exp; Owner: -
--

ALTER INDEX exp.events_pkey ATTACH PARTITION exp.events_2026_12_02_pkey;


--
-- Name: events_2026_12_02_xid_seq_idx; Type: INDEX ATTACH; Schema: exp; Owner: -
--

ALTER INDEX exp.events_xid_seq_idx ATTACH PARTITION exp.events_2026_12_02_xid_seq_idx;


--
-- Name: events_default_pkey; Type: INDEX ATTACH; Schema: exp; Owner: -
--

ALTER INDEX exp.events_pkey ATTACH PARTITION exp.events_default_pkey;


--
-- Name: events_default_xid_seq_idx; Type: INDEX ATTACH; Schema: exp; Owner: -
--

ALTER INDEX exp.events_xid_seq_idx ATTACH PARTITION exp.events_default_xid_seq_idx;


--
-- Name: effects effects_conversation_fkey; Type: FK CONSTRAINT; Schema: exp; Owner: -
--

ALTER TABLE ONLY exp.effects
    ADD CONSTRAINT effects_conversation_fkey FOREIGN KEY (conversation) REFERENCES exp.conversations(id);


--
-- Name: execution_effects execution_effects_execution_fkey; Type: FK CONSTRAINT; Schema: exp; Owner: -
--

ALTER TABLE ONLY exp.execution_effects
    ADD CONSTRAINT execution_effects_execution_fkey FOREIGN KEY (execution) REFERENCES exp.executions(id) ON DELETE CASCADE;


--
-- Name: flow_versions flow_versions_flow_fkey; Type: FK CONSTRAINT; Schema: exp; Owner: -
--

ALTER TABLE ONLY exp.flow_versions
    ADD CONSTRAINT flow_versions_flow_fkey FOREIGN KEY (flow) REFERENCES exp.flows(key);


--
-- Name: heads heads_hash_fkey; Type: FK CONSTRAINT; Schema: exp; Owner: -
--

ALTER TABLE ONLY exp.heads
    ADD CONSTRAINT heads_hash_fkey FOREIGN KEY (hash) REFERENCES exp.releases(hash);


--
-- Name: messages messages_conversation_fkey; Type: FK CONSTRAINT; Schema: exp; Owner: -
--

ALTER TABLE ONLY exp.messages
    ADD CONSTRAINT messages_conversation_fkey FOREIGN KEY (conversation) REFERENCES exp.conversations(id);


--
-- Name: policy_versions policy_versions_policy_fkey; Type: FK CONSTRAINT; Schema: exp; Owner: -
--

ALTER TABLE ONLY exp.policy_versions
    ADD CONSTRAINT policy_versions_policy_fkey FOREIGN KEY (policy) REFERENCES exp.policies(name);


--
-- Name: prompt_labels prompt_labels_prompt_version_fkey; Type: FK CONSTRAINT; Schema: exp; Owner: -
--

ALTER TABLE ONLY exp.prompt_labels
    ADD CONSTRAINT prompt_labels_prompt_version_fkey FOREIGN KEY (prompt, version) REFERENCES exp.prompt_versions(prompt, number);


--
-- Name: prompt_versions prompt_versions_prompt_fkey; Type: FK CONSTRAINT; Schema: exp; Owner: -
--

ALTER TABLE ONLY exp.prompt_versions
    ADD CONSTRAINT prompt_versions_prompt_fkey FOREIGN KEY (prompt) REFERENCES exp.prompts(name);


--
-- Name: turns turns_conversation_fkey; Type: FK CONSTRAINT; Schema: exp; Owner: -
--

ALTER TABLE ONLY exp.turns
    ADD CONSTRAINT turns_conversation_fkey FOREIGN KEY (conversation) REFERENCES exp.conversations(id);


--
-- Name: variants variants_experiment_fkey; Type: FK CONSTRAINT; Schema: exp; Owner: -
--

ALTER TABLE ONLY exp.variants
    ADD CONSTRAINT variants_experiment_fkey FOREIGN KEY (experiment) REFERENCES exp.experiments(key);


--
-- PostgreSQL database dump complete
--


