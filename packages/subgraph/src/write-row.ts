import type { EntityManager } from 'typeorm';

/**
 * Inserts an entity, or replaces its row; answers it. TypeORM's `save` would read the row first and compare JSON by calling
 * the `hasOwnProperty` of whatever it holds, which fails where that is a member's name.
 */
export async function writeRow<Row extends object>(manager: EntityManager, row: Row): Promise<Row> {
  const { target, primaryColumns } = manager.dataSource.getMetadata(row.constructor);
  await manager.upsert(
    target,
    row,
    primaryColumns.map(({ propertyName }) => propertyName),
  );
  return row;
}
