export interface Store {
  readonly STORE_PATH: string;
  readonly STORE_ID_NAME: string;
}

export const foodStore: Store = { STORE_PATH: "/foodstore/foods", STORE_ID_NAME: "foodId" };
export const petStore: Store = { STORE_PATH: "/petstore/pets", STORE_ID_NAME: "petId" };
