/**
 * What a unit gets in an experiment as it was published: `assign` of `packages/assignment` for whatever follows from the
 * release, the unit and the time. Targeting and prerequisites are taken as met, and the unit as never exposed before. It must
 * never change, but for what a release may hold in addition.
 */
export const nativeVariant = `
-- The experiment is the body of a release. Null when the unit gets nothing.
create function exp.native_variant(experiment jsonb, unit text, at timestamptz) returns text
language plpgsql immutable strict parallel safe as $$
declare
  salt constant text := experiment ->> 'salt';
  traffic double precision := (experiment -> 'traffic')::double precision;
  named text;
  part jsonb;
  bucket double precision;
begin
  if coalesce(experiment ->> 'bucketer', 'native') <> 'native' or experiment @? '$.layers[*].bucketer' then
    raise exception 'native_variant: % has a bucketer of another product', experiment ->> 'key' using errcode = '22023';
  end if;
  if experiment ->> 'status' <> 'RUNNING' then
    return experiment ->> 'winner';
  end if;
  select value into named from jsonb_each_text(coalesce(experiment -> 'overrides', '{}'))
    where normalize(key, NFC) = normalize(unit, NFC);
  if named is not null then
    return named;
  end if;
  if at < (experiment ->> 'startsAt')::timestamptz or at >= (experiment ->> 'endsAt')::timestamptz then
    return null;
  end if;
  for part in select jsonb_array_elements(experiment -> 'holdouts') loop
    if exp.native_bucket(part ->> 'salt', 'holdout', unit) < (part -> 'share')::double precision then
      return null;
    end if;
  end loop;
  for part in select jsonb_array_elements(experiment -> 'layers') loop
    bucket := exp.native_bucket(part ->> 'salt', 'layer', unit);
    if bucket < (part -> 'from')::double precision or bucket >= (part -> 'to')::double precision then
      return null;
    end if;
  end loop;
  for part in select jsonb_array_elements(experiment -> 'ramp') loop
    if at >= (part ->> 'from')::timestamptz then
      traffic := (part -> 'traffic')::double precision;
    end if;
  end loop;
  return exp.native_variant(salt, unit, traffic,
    array(select variant ->> 'key' from jsonb_array_elements(experiment -> 'variants') as variant),
    array(select (variant -> 'weight')::double precision from jsonb_array_elements(experiment -> 'variants') as variant));
end $$;
`;
