/**
 * The bucketer "native" (`packages/assignment/src/native-bucket.ts`) in SQL, so that an analyst can derive any assignment
 * again: the same hash of the same bytes, and the same sums in the same order. It must never change.
 *
 * Bits are kept in a bigint: a product of two 32-bit numbers is taken in two halves, for it can have 64. All operators on bits
 * bind alike, hence the parentheses.
 */
export const nativeBucket = `
create function exp.murmur3(bytes bytea, seed bigint) returns bigint
language plpgsql immutable strict parallel safe as $$
declare
  mask constant bigint := 4294967295;
  size constant int := length(bytes);
  whole constant int := size - size % 4;
  hash bigint := seed;
  block bigint;
begin
  for at in 0 .. whole - 1 by 4 loop
    block := get_byte(bytes, at) | (get_byte(bytes, at + 1) << 8) | (get_byte(bytes, at + 2) << 16)
      | (get_byte(bytes, at + 3)::bigint << 24);
    block := ((block & 65535) * 3432918353 + ((((block >> 16) * 3432918353) & 65535) << 16)) & mask;
    block := ((block << 15) | (block >> 17)) & mask;
    hash := hash # (((block & 65535) * 461845907 + ((((block >> 16) * 461845907) & 65535) << 16)) & mask);
    hash := ((((hash << 13) | (hash >> 19)) & mask) * 5 + 3864292196) & mask;
  end loop;
  if whole < size then
    block := 0;
    for at in reverse size - 1 .. whole loop
      block := (block << 8) | get_byte(bytes, at);
    end loop;
    block := ((block & 65535) * 3432918353 + ((((block >> 16) * 3432918353) & 65535) << 16)) & mask;
    block := ((block << 15) | (block >> 17)) & mask;
    hash := hash # (((block & 65535) * 461845907 + ((((block >> 16) * 461845907) & 65535) << 16)) & mask);
  end if;
  hash := hash # size;
  hash := hash # (hash >> 16);
  hash := ((hash & 65535) * 2246822507 + ((((hash >> 16) * 2246822507) & 65535) << 16)) & mask;
  hash := hash # (hash >> 13);
  hash := ((hash & 65535) * 3266489909 + ((((hash >> 16) * 3266489909) & 65535) << 16)) & mask;
  return hash # (hash >> 16);
end $$;

-- The hash of a text's NFC-normalised UTF-8
create function exp.native_hash(value text, seed bigint) returns bigint
language plpgsql immutable strict parallel safe as $$
begin
  return exp.murmur3(convert_to(normalize(value, NFC), 'UTF8'), seed);
end $$;

-- The bucket of a unit, in [0, 1), for the purpose 'traffic', 'variant', 'layer' or 'holdout'. For a salt that does not change
-- in a query, the planner computes the inner hash once.
create function exp.native_bucket(salt text, purpose text, unit text) returns double precision
language sql immutable strict parallel safe as $$
  select exp.native_hash(unit, exp.native_hash(salt || '/' || purpose, 0)) / 4294967296::double precision
$$;

-- What a unit gets by traffic and weights alone; null when it does not take part
create function exp.native_variant(
  salt text, unit text, traffic double precision, variants text[], weights double precision[]
) returns text language plpgsql immutable strict parallel safe as $$
declare
  total double precision := 0;
  below double precision := 0;
  bucket double precision;
begin
  if array_length(variants, 1) is distinct from array_length(weights, 1) then
    raise exception 'native_variant: % variants, % weights', array_length(variants, 1), array_length(weights, 1)
      using errcode = '22023';
  end if;
  for i in 1 .. coalesce(array_length(weights, 1), 0) loop
    total := total + weights[i];
  end loop;
  if not total > 0 then
    raise exception 'native_variant: no variant has a weight' using errcode = '22023';
  end if;
  if exp.native_bucket(salt, 'traffic', unit) >= traffic then
    return null;
  end if;
  bucket := exp.native_bucket(salt, 'variant', unit);
  for i in 1 .. array_length(weights, 1) loop
    below := below + weights[i];
    if bucket < below / total then
      return variants[i];
    end if;
  end loop;
end $$;
`;
